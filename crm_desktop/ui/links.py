"""Decides which addresses may be opened, and what the user is told about where they lead."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from crm_desktop.ui.texts import one_line

_ALLOWED = ("http", "https", "mailto", "tel")


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """An address that may be opened, and its honest description: the host for the web, the address for the rest."""

    url: str
    shown: str


def link_target(address: str) -> LinkTarget | None:
    """What may be opened for an address as typed or imported; None for local files, scripts and unknown schemes.

    `www.example.org` gets https, `anna@example.org` mailto. User names before the host are not shown, because they are
    used to look like another host; international host names are shown in the ASCII form they are looked up by.
    """
    text = address.strip()
    if not text or any(ord(character) < 33 for character in text) or "\\" in text:
        return None
    scheme = text.split(":", 1)[0].lower() if ":" in text else ""
    if scheme not in _ALLOWED:
        # `example.org:8080` and `example.org` are meant for the web; `javascript:` and `file:` are not.
        if "." not in text.split("/", 1)[0] or "://" in text or text.startswith("/"):
            return None
        text = f"mailto:{text}" if "@" in text else f"https://{text}"
        scheme = text.split(":", 1)[0]
    if scheme in ("mailto", "tel"):
        return LinkTarget(text, one_line(text.split(":", 1)[1].split("?", 1)[0], 120))
    return _web_target(text)


def _web_target(url: str) -> LinkTarget | None:
    try:
        host = urlsplit(url).hostname or ""
        ascii_host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if not host:
        return None
    return LinkTarget(url, ascii_host if ascii_host == host else f"{one_line(host, 80)} ({ascii_host})")
