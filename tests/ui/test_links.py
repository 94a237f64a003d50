"""Which addresses are opened, and what is told about them."""

from __future__ import annotations

import pytest

from crm_desktop.ui.links import link_target


@pytest.mark.parametrize(
    ("typed", "url", "shown"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c", "example.org"),
        ("www.example.org", "https://www.example.org", "www.example.org"),
        ("example.org/page", "https://example.org/page", "example.org"),
        ("https://paypal.com@evil.example/", "https://paypal.com@evil.example/", "evil.example"),
        ("anna@example.org", "mailto:anna@example.org", "anna@example.org"),
        ("mailto:anna@example.org?bcc=x", "mailto:anna@example.org?bcc=x", "anna@example.org"),
        ("tel:+351912345678", "tel:+351912345678", "+351912345678"),
        ("https://bücher.example", "https://bücher.example", "bücher.example (xn--bcher-kva.example)"),
    ],
)
def test_these_are_opened_and_said_honestly(typed: str, url: str, shown: str) -> None:
    target = link_target(typed)
    assert target is not None
    assert (target.url, target.shown) == (url, shown)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "file:///etc/passwd",
        "/etc/passwd",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "ms-word:ofe|u|x",
        "\\\\server\\share",
        "smb://server/share",
        "https://",
        "just words",
        "https://a b.example",
        "data:text/html,x",
        "https://exa\nmple.org",
        "ftp://example.org",
    ],
)
def test_these_are_never_opened(typed: str) -> None:
    assert link_target(typed) is None
