"""Lifecycle, relations, roles and consent in the user's words, and the words that complete what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale

from crm_desktop.domain.background import RELATION_KINDS, Consent, LifecycleStage, LifecycleStep, Role
from crm_desktop.domain.folding import fold
from crm_desktop.domain.pages import Stored
from crm_desktop.ui.texts import locale, short_day, tr


def stage_words(stage: str) -> str:
    """`Client`; a stage that this version does not know is shown as it is."""
    return (
        {
            LifecycleStage.LEAD: tr("Lead"),
            LifecycleStage.INTERESTED: tr("Interested"),
            LifecycleStage.QUALIFIED: tr("Qualified"),
            LifecycleStage.CLIENT: tr("Client"),
            LifecycleStage.REPEAT: tr("Repeat client"),
            LifecycleStage.PAST: tr("Past client"),
        }.get(LifecycleStage(stage), stage)
        if stage in set(LifecycleStage)
        else stage
    )


def since(stage: str, steps: Sequence[Stored[LifecycleStep]]) -> date | None:
    """The day on which the stage was reached last; None where nobody knows."""
    return max((step.value.day for step in steps if step.value.stage == stage), default=None)


def lifecycle_words(stage: str, steps: Sequence[Stored[LifecycleStep]], today: date) -> str:
    """`Client since 2 Mar 2024`; empty without a stage."""
    if not stage:
        return ""
    day = since(stage, steps)
    words = stage_words(stage)
    return tr("{stage} since {day}", stage=words, day=short_day(day, today)) if day is not None else words


def relation_words(kind: str) -> str:
    """What the other person is to this one: `Referred by`; the user's own words as they are."""
    return _relations().get(kind, kind)


def relation_kind(words: str) -> str:
    """The key for words as they are offered, in any case; other words are kept as they are."""
    typed = fold(words)
    return next((kind for kind, known in _relations().items() if fold(known) == typed), words.strip())


def relation_choices() -> tuple[str, ...]:
    """The kinds that are offered, in words."""
    return tuple(_relations()[kind] for kind in RELATION_KINDS)


def _relations() -> dict[str, str]:
    return {
        "referred-by": tr("Referred by"),
        "referred": tr("Referred"),
        "partner": tr("Partner"),
        "spouse": tr("Spouse"),
        "parent": tr("Parent"),
        "child": tr("Child"),
        "sibling": tr("Sibling"),
        "friend": tr("Friend"),
        "colleague": tr("Colleague"),
        "assistant": tr("Assistant"),
        "assists": tr("Assistant of"),
        "manager": tr("Manager"),
        "report": tr("Reports to them"),
    }


def partial_words(day: str) -> str:
    """`2019`, `March 2019` or `31 March 2019` for as much of a day as is stored; what cannot be read as it is."""
    parts = day.split("-")
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 3:
        return day
    numbers = [int(part) for part in parts]
    if len(numbers) == 1:
        return day
    shown = QDate(numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else 1)
    return str(locale().toString(shown, "d MMMM yyyy" if len(numbers) == 3 else "MMMM yyyy")) or day


def role_words(role: Role) -> str:
    """`Head of sales, 2019 – March 2023`."""
    span = ""
    if role.from_day and role.until_day:
        span = tr("{start} – {end}", start=partial_words(role.from_day), end=partial_words(role.until_day))
    elif role.until_day:
        span = tr("until {day}", day=partial_words(role.until_day))
    elif role.from_day:
        span = tr("since {day}", day=partial_words(role.from_day))
    return ", ".join(part for part in (role.title, span) if part)


def consent_words(consent: Consent, today: date) -> str:
    """`E-mail: yes, 2 Mar 2024`; `E-mail: withdrawn 5 May 2025`."""
    if consent.withdrawn_on is not None:
        return tr("{purpose}: withdrawn {day}", purpose=consent.purpose, day=short_day(consent.withdrawn_on, today))
    return tr("{purpose}: yes, {day}", purpose=consent.purpose, day=short_day(consent.given_on, today))


def fact_kinds() -> tuple[str, ...]:
    """What facts are usually about."""
    return (
        tr("likes"), tr("dislikes"), tr("family"), tr("children"), tr("pets"), tr("allergies"), tr("hobbies"), tr("food"),
        tr("usual order"), tr("favourite colour"), tr("sizes"), tr("gift ideas"), tr("needs"), tr("interests"),
    )  # fmt: skip


def point_labels(kind: str) -> tuple[str, ...]:
    """What e-mails, phones and links are usually called."""
    if kind == "phone":
        return tr("mobile"), tr("work"), tr("home"), tr("assistant"), tr("fax"), "WhatsApp", "Signal", "Telegram"
    if kind == "link":
        return (
            tr("website"), tr("blog"), tr("portfolio"), "LinkedIn", "Instagram", "Facebook", "Mastodon", "Bluesky", "X",
            "YouTube", "TikTok", "GitHub", "XING", "Behance", "Pinterest",
        )  # fmt: skip
    return tr("work"), tr("home"), tr("invoices"), tr("assistant"), tr("old")


def text_choices(part: str) -> tuple[str, ...]:
    """What is usually typed into one of the texts of a person; empty where everybody has words of their own."""
    return {
        "preferred_channel": (
            tr("Phone"), tr("E-mail"), tr("Video call"), tr("Text message"), "WhatsApp", "Signal", "Telegram",
        ),
        "language": tuple(QLocale.languageToString(language) for language in _LANGUAGES),
        "source": (
            tr("referral"), tr("website"), tr("search engine"), tr("event"), tr("newsletter"), tr("cold call"),
            tr("former colleague"), tr("friends"), "LinkedIn", "Instagram",
        ),
        "payment_terms": (
            tr("upfront"), tr("half upfront"), tr("on delivery"), tr("7 days"), tr("14 days"), tr("30 days"), tr("monthly"),
            tr("quarterly"),
        ),
    }.get(part, ())  # fmt: skip


_LANGUAGES = (
    QLocale.Language.English, QLocale.Language.German, QLocale.Language.French, QLocale.Language.Spanish,
    QLocale.Language.Portuguese, QLocale.Language.Italian, QLocale.Language.Dutch, QLocale.Language.Polish,
    QLocale.Language.Czech, QLocale.Language.Danish, QLocale.Language.Swedish, QLocale.Language.Finnish,
    QLocale.Language.Greek, QLocale.Language.Turkish, QLocale.Language.Ukrainian, QLocale.Language.Russian,
    QLocale.Language.Arabic, QLocale.Language.Persian, QLocale.Language.Hebrew, QLocale.Language.Hindi,
    QLocale.Language.Chinese, QLocale.Language.Japanese, QLocale.Language.Korean,
)  # fmt: skip


def date_labels() -> tuple[str, ...]:
    """What days that matter are usually called."""
    return (
        tr("Birthday"),
        tr("Anniversary"),
        tr("Name day"),
        tr("First order"),
        tr("Contract ends"),
        tr("Company founded"),
    )


_NETWORKS = {
    "linkedin.com": "LinkedIn", "instagram.com": "Instagram", "facebook.com": "Facebook", "bsky.app": "Bluesky",
    "x.com": "X", "twitter.com": "X", "youtube.com": "YouTube", "tiktok.com": "TikTok", "github.com": "GitHub",
    "xing.com": "XING", "behance.net": "Behance", "pinterest.com": "Pinterest", "mastodon.social": "Mastodon",
}  # fmt: skip


def network_of(link: str) -> str:
    """The name of the network a profile is on, by its host; empty for any other link."""
    host = link.casefold().removeprefix("https://").removeprefix("http://").partition("/")[0].removeprefix("www.")
    found = (name for known, name in _NETWORKS.items() if host == known or host.endswith(f".{known}"))
    return next(found, "")


def split_fact(text: str) -> tuple[str, str]:
    """Kind and text of a fact typed in one go: `likes: oat milk`; a kind nobody knows stays in the text."""
    kind, colon, rest = text.partition(":")
    known = {fold(each): each for each in fact_kinds()}
    found = known.get(fold(kind.strip())) if colon else None
    return (found, rest.strip()) if found and rest.strip() else ("", text)
