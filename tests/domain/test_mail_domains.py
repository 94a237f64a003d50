"""What a mail address tells of a company, and when it tells nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.company_pages import clean_domain
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.mail_domains import company_domains, company_name_of, is_free_mail, mail_domain


@pytest.mark.parametrize(
    "address",
    """a@gmail.com a@googlemail.com a@outlook.de a@hotmail.co.uk a@web.de a@gmx.net a@gmx.at a@yahoo.co.jp a@yahoo.com.br
    a@icloud.com a@me.com a@proton.me a@protonmail.ch a@t-online.de a@qq.com a@163.com a@126.com a@orange.fr a@wanadoo.fr
    a@libero.it a@free.fr a@mail.ru a@yandex.ru a@aol.com a@live.com a@live.no a@wp.pl a@o2.pl a@seznam.cz a@naver.com
    a@bluewin.ch a@ziggo.nl a@btinternet.com a@comcast.net a@bigpond.com a@rediffmail.com a@uol.com.br a@tuta.com""".split(),
)
def test_a_mailbox_that_anybody_can_have_tells_of_no_company(address: str) -> None:
    assert is_free_mail(mail_domain(address))


@pytest.mark.parametrize(
    "domain",
    ["fjord-robotics.no", "me.studio", "online.shop", "home.design", "web.studio", "orange.agency", "sky.build"],
)
def test_a_company_that_is_called_like_a_provider_is_a_company(domain: str) -> None:
    assert not is_free_mail(domain)


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("fjord-robotics.no", "Fjord Robotics"),
        ("mail.fjord-robotics.co.uk", "Fjord Robotics"),
        ("news.fjord.com.br", "Fjord"),
        ("ibm.com", "IBM"),
        ("müller.de", "Müller"),
        ("casa_azul.pt", "Casa Azul"),
        ("mail.io", ""),
        ("uk.com", "UK"),
    ],
)
def test_a_name_is_made_of_the_words_of_a_domain(domain: str, name: str) -> None:
    assert company_name_of(domain) == name


def test_a_domain_is_read_as_people_read_it() -> None:
    assert mail_domain(" Ana@XN--MLLER-KVA.de ") == "müller.de"
    assert mail_domain("mailto:ana@x.example") == "x.example"
    assert company_domains("mail.fjord.co.uk") == ("mail.fjord.co.uk", "fjord.co.uk")


@pytest.mark.parametrize(
    "text", ["", "ana", "ana@", "@x.example", "a@b", "a@b@c.d", "Ana <a@b.de>", "a@b..de", "a@<b>.de"]
)
def test_what_is_no_address_has_no_domain(text: str) -> None:
    assert mail_domain(text) == ""


@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error(text: str) -> None:
    domain = mail_domain(f"a@{text}")
    if domain:
        is_free_mail(domain)
        company_name_of(domain)
        assert domain in company_domains(domain)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("https://www.Fjord.no/about?x=1", "fjord.no"),
        ("fjord.no.", "fjord.no"),
        ("office@fjord.no", "fjord.no"),
        ("Fjord.NO:443", "fjord.no"),
        ("", ""),
        ("株式会社.jp", "株式会社.jp"),
    ],
)
def test_a_domain_is_stored_bare(typed: str, stored: str) -> None:
    assert clean_domain(typed) == stored


@pytest.mark.parametrize("typed", ["fjord", "fjord robotics.no", "-fjord.no", "a..b", "<b>.no", "x" * 64 + ".no"])
def test_what_is_no_domain_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        clean_domain(typed)
    assert refused.value.field == "domain"
