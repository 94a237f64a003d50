"""What the part of a mail address behind the @ says about a company, and which domains say nothing."""

from __future__ import annotations

import re
from typing import Final

_PROVIDERS: Final = frozenset(
    """gmail googlemail outlook hotmail live msn passport yahoo ymail rocketmail myyahoo icloud aol aim proton protonmail pm
    gmx web freenet t-online online 1und1 arcor posteo mailbox mail email inbox zoho yandex ya rambler bk list internet
    qq foxmail 163 126 yeah sina sohu aliyun 139 189 21cn 188 tom naver daum hanmail nate kakao docomo ezweb softbank
    orange wanadoo free laposte sfr neuf bbox numericable voila aliceadsl libero virgilio tin alice tiscali fastwebnet
    tim poste telefonica terra uol bol ig globo sapo clix telenet skynet belgacom proximus ziggo xs4all planet kpnmail
    kpnplanet hetnet home chello casema upcmail bluewin sunrise hispeed gmx-topmail telia bredband comhem spray online
    telenor wp o2 onet interia op tlen poczta seznam centrum volny azet atlas citromail freemail mailinator tutanota tuta
    tutamail hushmail fastmail startmail runbox disroot riseup btinternet btopenworld sky talktalk virginmedia ntlworld
    blueyonder plusnet ntl tesco comcast verizon att sbcglobal bellsouth cox charter earthlink optonline juno netzero
    rogers shaw sympatico telus videotron bigpond optusnet iinet xtra rediffmail indiatimes sify duck mozmail
    simplelogin privaterelay relay users""".split()
)
"""The names of those who give mailboxes to anybody, without their endings (gmx.de, gmx.at, yahoo.co.jp)."""
_EXACTLY: Final = frozenset(
    """me.com mac.com mail.ru list.ru bk.ru inbox.ru online.de online.fr home.nl home.com free.fr sky.com live.com one.com
    tim.it tin.it tom.com ig.com.br users.noreply.github.com att.net cox.net o2.pl op.pl wp.pl ya.ru pm.me tuta.io list.com
    mail.com email.com inbox.com internet.ru planet.nl planet.com alice.it alice.de poste.it orange.fr orange.es orange.pl
    terra.com.br terra.es sky.it charter.net shaw.ca sunrise.ch telus.net 1und1.de mailbox.org spray.se atlas.cz atlas.sk
    centrum.cz centrum.sk relay.firefox.com duck.com free.com.br inbox.lv email.cz email.de mail.de mail.ee mail.bg mail.tm
    online.no web.de rogers.com xtra.co.nz
    yeah.net aim.com online.ua i.ua ukr.net meta.ua abv.bg dir.bg inbox.eu virgin.net lineone.net""".split()
)
_ORDINARY: Final = frozenset(
    """me mac live home online free mail email inbox list internet planet alice poste orange terra sky charter shaw sunrise
    telus atlas centrum relay users tom tim tin ig att cox op wp ya pm tuta bk one duck spray mailbox docomo globo telia
    virgilio neuf proton plusnet tesco nate passport juno startmail free sapo o2 tele2 naver telenor telefonica softbank
    proximus bol uol web rogers xtra yeah aim""".split()
)
"""Providers that are called like anything else: they count with the endings in `_EXACTLY` or `_OWN_ENDINGS` only."""
_OWN_ENDINGS: Final = frozenset(
    """live.de live.fr live.it live.nl live.se live.no live.dk live.be live.co.uk live.com.au live.ca live.cn docomo.ne.jp
    globo.com telia.com telia.se virgilio.it neuf.fr proton.me proton.ch plusnet.com tesco.net nate.com passport.com juno.com
    startmail.com sapo.pt naver.com telenor.no telenor.se telenor.dk telefonica.net softbank.ne.jp proximus.be bol.com.br
    uol.com.br tuta.com tutanota.com alice.fr alice.nl""".split()
)
_SECOND_LEVEL: Final = frozenset("ac co com edu gob gouv gov gv ltd me mil ne net nom nic or org plc sch".split())
"""Labels under which a country gives out names: `fjord.co.uk`, `fjord.com.br`."""
_HOSTS: Final = frozenset("mail email mx smtp imap pop www webmail mailer e-mail newsletter news info".split())
_ADDRESS: Final = re.compile(r"[^\s@<>]+@([^\s@<>]+)")
_LONGEST_INITIALS: Final = 3


def mail_domain(email: str) -> str:
    """The domain of an address in small letters (`xn--…` as it is read); empty for what is no address."""
    found = _ADDRESS.fullmatch(email.strip().removeprefix("mailto:"))
    if found is None:
        return ""
    domain = found[1].casefold().strip(".")
    labels = domain.split(".")
    if len(labels) < 2 or not all(label.replace("-", "").replace("_", "").isalnum() for label in labels):
        return ""
    return ".".join(_read(label) for label in labels)


def is_free_mail(domain: str) -> bool:
    """Whether the domain belongs to somebody who gives mailboxes to anybody, so that it tells of no company."""
    if domain in _EXACTLY or domain in _OWN_ENDINGS:
        return True
    name = registered_name(domain)
    return name in _PROVIDERS and name not in _ORDINARY


def company_domains(domain: str) -> tuple[str, ...]:
    """The domain and those above it down to the one that was registered: what a company's domain may be."""
    labels = domain.split(".")
    least = len(_ending(labels)) + 1
    return tuple(".".join(labels[start:]) for start in range(max(1, len(labels) - least + 1)))


def registered_name(domain: str) -> str:
    """`fjord` of `mail.fjord.co.uk`."""
    labels = domain.split(".")
    ending = _ending(labels)
    return labels[-len(ending) - 1] if len(labels) > len(ending) else labels[0]


def company_name_of(domain: str) -> str:
    """A name made from a domain: `fjord-robotics.no` as “Fjord Robotics”, `ibm.com` as “IBM”; empty for a bare mail host."""
    name = registered_name(domain)
    if name in _HOSTS:
        return ""
    parts = [part for part in re.split(r"[-_]+", name) if part]
    return " ".join(_word(part, alone=len(parts) == 1) for part in parts)


def _word(part: str, *, alone: bool) -> str:
    return part.upper() if alone and len(part) <= _LONGEST_INITIALS and part.isascii() else part[:1].upper() + part[1:]


def _ending(labels: list[str]) -> list[str]:
    country = len(labels) > 2 and len(labels[-1]) == 2
    return labels[-2:] if country and labels[-2] in _SECOND_LEVEL else labels[-1:]


def _read(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
