"""Microsoft Outlook and outlook.com, in English and with translated headers."""

from __future__ import annotations

from crm_desktop.domain.messages import message
from crm_desktop.formats.csv.preset import Preset, headers

PRESET = Preset(
    id="outlook",
    title=message("Outlook export"),
    needs=(
        headers("first name, last name, email address, email 2 address"),
        headers("first name, last name, email address, business phone"),
        headers("first name, last name, home street, business street"),
        headers("email address, email 2 address, email 3 address"),
        headers("vorname, nachname, email adresse, email 2 adresse"),
        headers("prenom, nom, adresse de messagerie"),
        headers("nombre, apellidos, direccion de correo electronico"),
        headers("nome, cognome, indirizzo posta elettronica"),
    ),
    # `Title` is the form of address here; the job is in `Job Title`.
    targets={
        "title": "prefix",
        "anrede": "prefix",
        "titre": "prefix",
        "titel": "prefix",
        "tratamiento": "prefix",
        "titolo": "prefix",
        "nom": "family",
        "nombre": "given",
        "nome": "given",
        "anniversaire": "birthday",
        "primary phone": "phone:main",
        "email display name": "",
        "email 2 display name": "",
        "email 3 display name": "",
        "email type": "",
        "email 2 type": "",
        "email 3 type": "",
        "nom complet de l adresse de messagerie": "",
        "nom complet de l adresse de messagerie 2": "",
        "nom complet de l adresse de messagerie 3": "",
        "web page": "link",
        "location": "fact:Location",
        "profession": "fact:Profession",
        "account": "fact:Account",
        "company yomi": "fact:Company Yomi",
        "assistant s phone": "phone:assistant",
    },
)
