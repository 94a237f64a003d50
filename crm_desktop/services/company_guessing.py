"""Guesses a company from a mail address: by its domain, by who else writes from there, or by the domain's own words."""

from __future__ import annotations

from crm_desktop.domain.company_pages import CompanyGuess
from crm_desktop.domain.folding import fold
from crm_desktop.domain.mail_domains import company_domains, company_name_of, is_free_mail, mail_domain
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import companies, company_guesses, contacts


def guess(connection: Connection, email: str) -> CompanyGuess | None:
    """The company the address speaks for; None for a mailbox that anybody can have, and where nothing can be told."""
    domain = mail_domain(email)
    if not domain or is_free_mail(domain):
        return None
    domains = company_domains(domain)
    known = company_guesses.by_domain(connection, domains)
    if known is None:
        found = (company_guesses.by_people(connection, each) for each in domains)
        known = next((each for each in found if each is not None), None)
    if known is not None:
        return CompanyGuess(known[0], known[1], email)
    name = company_name_of(domain)
    if not name:
        return None
    there = contacts.company_id(connection, fold(name))
    return CompanyGuess(there, (companies.shown_name(connection, there) or name) if there else name, email)


def suggested_domain(connection: Connection, company_id: int) -> str:
    """The domain that most of a company's people have an address in, two of them at least; empty where there is none."""
    shared = (domain for domain, _count in company_guesses.shared_domains(connection, company_id))
    return next((domain for domain in shared if mail_domain(f"x@{domain}") and not is_free_mail(domain)), "")
