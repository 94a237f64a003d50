"""Headers of tables in many languages, made comparable and matched to targets by their words, never by position."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

OWN_FIELD = "Own field "
"""What the headers of own fields begin with in our own table; a name follows that may have anything in it."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BREAK = re.compile(r"[^\w]+|_+")


@lru_cache(maxsize=4096)
def normalise(header: str) -> str:
    """The header in lower case, without accents and punctuation, with single blanks: `E-mail_Address*` → `email address`."""
    text = unicodedata.normalize("NFKC", header).replace("ß", "ss")
    text = _CAMEL.sub(" ", text)
    decomposed = unicodedata.normalize("NFD", text.lower())
    text = unicodedata.normalize("NFC", "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f"))
    words = " ".join(_BREAK.sub(" ", text).split())
    words = re.sub(r"\be mails?\b", "email", words)
    words = re.sub(r"\btel(?:efon)? ?nr\b", "telefon", words)
    return re.sub(r"\bzip ?code\b", "zip", words)


def _table(lines: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines.strip().splitlines():
        target, _, phrases = line.strip().partition(" = ")
        for phrase in phrases.split(","):
            found.setdefault(normalise(phrase), target)
    return found


# Whole headers. English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Japanese, Chinese, Korean.
_EXACT = _table(
    """
given = first name, firstname, first, given name, givenname, forename, fname, n given, vorname, rufname, prénom, prenom, primer nombre, nombre de pila, primeiro nome, nome próprio, voornaam, imię, förnamn, fornavn, etunimi, 名, имя, 이름, cp givenname
family = last name, lastname, last, family name, familyname, surname, sname, lname, n family, nachname, familienname, zuname, nom de famille, apellido, apellidos, primer apellido, cognome, sobrenome, último nome, apelido de família, achternaam, familienaam, nazwisko, efternamn, etternavn, sukunimi, 姓, 氏, фамилия, 성
name = name, nom, nome, nombre, full name, fullname, display name, displayname, contact name, contact, person, person name, client name, customer name, n fn, fn, name and surname, vollständiger name, anzeigename, kontaktname, kontakt, ansprechpartner, nom complet, nom affiché, nom et prénom, nombre completo, nombre y apellidos, nome completo, nominativo, nome e cognome, volledige naam, naam, weergavenaam, namn, navn, nimi, 氏名, 名前, お名前, 表示名, 姓名, 全名, 联系人, 联系人姓名, 성명, фио, full contact name, your name, attendee name, guest name, lead name
middle = middle name, middlename, middle, additional name, second name, zweiter vorname, weitere vornamen, deuxième prénom, segundo nombre, secondo nome, nome do meio, tussenvoegsel, middelnaam, ミドルネーム, отчество
prefix = salutation, prefix, name prefix, honorific, courtesy title, anrede, namenspräfix, civilité, titre de civilité, tratamiento, tratamento, aanhef, 敬称, cp greeting, greeting, mr mrs
suffix = suffix, name suffix, namenssuffix, suffixe, sufijo, suffisso, sufixo, achtervoegsel
nickname = nickname, nick name, nick, spitzname, surnom, pseudonyme, apodo, mote, soprannome, apelido, bijnaam, ニックネーム, あだ名, 昵称, short name
phonetic_given = phonetic first name, phonetic given name, given name yomi, given yomi, first name furigana, 名 フリガナ, 名カナ, 名 かな
phonetic_family = phonetic last name, phonetic family name, family name yomi, surname yomi, last name furigana, 姓 フリガナ, 姓カナ, 姓 かな
payment_terms = payment terms, zahlungsbedingungen, zahlungsziel, conditions de paiement, condiciones de pago, termini di pagamento
lifecycle = lifecycle stage, lifecycle
do_not_contact = do not contact, do not call, opted out, unsubscribed from all email
company = company, company name, organization, organisation, organization name, organisation name, organization 1 name, org, org name, account name, account, employer, business name, business, firma, firmenname, unternehmen, arbeitgeber, organisation nom, société, societe, entreprise, raison sociale, empresa, compañía, organización, nombre de la empresa, azienda, ditta, società, organizzazione, nome da empresa, organização, bedrijf, bedrijfsnaam, organisatie, werkgever, företag, yritys, firma name, 会社, 会社名, 勤務先, 所属, 企業, 公司, 公司名称, 单位, 회사, организация, компания, associated company, current company, person organization, companies
job_title = job title, jobtitle, job, position, role, job role, occupation, designation, function, profession, headline, current position, person job title, position title, beruf, funktion, stelle, berufsbezeichnung, jobtitel, rolle, fonction, poste, profession, titre du poste, intitulé du poste, puesto, cargo, profesión, ocupación, puesto de trabajo, mansione, posizione, qualifica, ruolo, professione, cargo, função, functie, functietitel, beroep, stanowisko, tittel, befattning, 役職, 肩書, 肩書き, 職業, 役職名, 职位, 职务, 职称, 직위, 직책, должность
department = department, dept, division, abteilung, bereich, service, département, departamento, dipartimento, reparto, ufficio, afdeling, dział, avdelning, 部署, 部署名, 部門, 部门, 부서, отдел, department 1
birthday = birthday, birth date, birthdate, date of birth, dob, bday, born, geburtstag, geburtsdatum, date de naissance, naissance, cumpleaños, fecha de nacimiento, nacimiento, compleanno, data di nascita, aniversário, data de nascimento, verjaardag, geboortedatum, data urodzenia, födelsedag, 誕生日, 生年月日, 生日, 出生日期, 생일, дата рождения, день рождения
birthday.day = birth day
birthday.month = birth month
birthday.year = birth year
date:anniversary = anniversary, wedding anniversary, wedding, wedding day, hochzeitstag, jahrestag, date de mariage, aniversario, aniversario de boda, anniversario, 記念日, 纪念日
note = note, notes, comment, comments, description, remarks, remark, memo, background, about, bio, notizen, notiz, bemerkung, bemerkungen, kommentar, anmerkung, anmerkungen, beschreibung, remarque, remarques, commentaire, commentaires, nota, notas, comentarios, observaciones, descripción, note, commenti, descrizione, observações, comentários, descrição, notitie, notities, opmerking, opmerkingen, notatki, uwagi, anteckningar, メモ, 備考, ノート, 备注, 메모, заметки, примечание, note content
tags = tags, tag, labels, label, categories, category, group, groups, group membership, keywords, circles, lists, segments, person labels, kategorien, kategorie, schlagworte, stichworte, gruppen, gruppe, catégories, catégorie, étiquettes, groupes, mots clés, categorías, categoría, etiquetas, grupos, grupo, categorie, etichette, gruppi, gruppo, categorias, categoria, marcadores, labels, groepen, trefwoorden, タグ, グループ, カテゴリ, ラベル, 分類, 标签, 分组, 类别, 태그, 그룹, теги, метки
source = source, lead source, original source, how we met, how did you hear about us, quelle, herkunft, origine, fuente, origen, fonte, origem, bron, contact source
language = language, preferred language, locale, sprache, langue, idioma, lingua, taal, 言語, 语言, язык
time_zone = time zone, timezone, zeitzone, fuseau horaire, zona horaria, fuso orario, fuso horário, tijdzone
preferred_channel = preferred channel, preferred contact method, bevorzugter kanal
keep_in_touch_days = keep in touch days, keep in touch
link:linkedin = linkedin, linkedin url, linkedin profile, linkedin profile url, linkedin link, person linkedin
link:twitter = twitter, twitter url, twitter handle, twitter profile, x twitter
link:facebook = facebook, facebook url, facebook profile
link:instagram = instagram, instagram url, instagram handle
link:skype = skype, skype name, skype id
link = website, web site, web page, webpage, url, homepage, home page, web, link, internet, website url, web address, personal web page, webseite, internetseite, site web, page web, site internet, página web, sitio web, pagina web, sito web, sito, página da web, site, webpagina, webbplats, strona www, ウェブサイト, ホームページ, webサイト, web page 1, 网站, 网址, 主页, 웹사이트, сайт
link:home = personal website, private website, web page 2
link:work = business website, company website, business web page
phone:fax = fax number, facsimile
phone:pager = pager number
phone:mobile = sms, mobile no, mobile phone number, cp mobile1, cp mobile2, whatsapp, whatsapp number
email = primary email, secondary email, cp email
phone = cp phone1, cp phone2, tel
phone:main = company main phone
phone:radio = radio phone
phone:tty = tty tdd phone
address.postal_code = cp
address.po_box = bp
address.formatted = address, full address, postal address, mailing address, adresse, anschrift, postanschrift, adresse postale, adresse complète, dirección, dirección postal, indirizzo, endereço, morada, adres, adress, osoite, 住所, 地址, 通讯地址, 주소, адрес, location
address.formatted:home = home address, private address, privatadresse, privatanschrift, adresse personnelle, adresse domicile, 自宅住所
address.formatted:work = work address, business address, office address, company address, geschäftsadresse, firmenadresse, adresse professionnelle, 会社住所
address.formatted:other = other address
"""
)

# Words for what is meant. Longer phrases win.
_KINDS = _table(
    """
email = email, email address, emailaddress, mail, mail address, mailadresse, emailadresse, email adresse, adresse email, adresse de messagerie, courriel, adresse électronique, adresse mail, correo, correo electrónico, dirección de correo electrónico, dirección de correo, posta elettronica, indirizzo email, indirizzo di posta elettronica, endereço de email, correio eletrônico, correio eletrónico, emailadres, epost, epostadress, sähköposti, メールアドレス, メール, eメール, eメールアドレス, 電子メール, 电子邮件, 电子邮箱, 邮箱, 邮件, 이메일, 전자메일, почта, электронная почта, эл почта
phone = phone, phone number, telephone, telephone number, tel, tel no, phone no, phonenumber, contact number, telefon, telefonnummer, rufnummer, téléphone, tél, numéro de téléphone, numéro, teléfono, número de teléfono, telefono, numero di telefono, telefone, número de telefone, telefoon, telefoonnummer, puhelin, 電話, 電話番号, tel番号, 电话, 电话号码, 전화, 전화번호, телефон
phone:mobile = mobile, mobile phone, mobile number, cell, cell phone, cellphone, cellular, cell number, handy, handynummer, mobil, mobiltelefon, mobilnummer, mobilfunk, mobiltel, portable, téléphone portable, téléphone mobile, tél mobile, tél portable, gsm, móvil, teléfono móvil, celular, teléfono celular, cellulare, telefono cellulare, telemóvel, telefone celular, mobiele telefoon, mobiel, mobiel nummer, 携帯, 携帯電話, 携帯番号, 携帯電話番号, 手机, 手机号, 手机号码, 移动电话, 휴대폰, 휴대전화, 핸드폰, мобильный, мобильный телефон
phone:fax = fax, fax number, fax no, telefax, faxnummer, télécopie, télécopieur, numéro de fax, ファックス, ファクス, fax番号, 传真, 팩스, факс
phone:pager = pager, beeper, bip
phone:car = car phone, autotelefon
phone:isdn = isdn
phone:telex = telex
phone:callback = callback, rückmeldung
phone:assistant = assistant s phone, assistants phone, assistant phone
address.street = street, street address, street name, address street, street road, address line 1, address 1, address1, addressline1, road, straße, strasse, straße und hausnummer, str, rue, voie, calle, via, rua, straat, ulica, gata, 番地, 街道, 町名 番地, улица
address.extended = street 2, street 3, street address 2, street address line 2, address line 2, address line 3, address 2, address2, address 3, addressline2, extended address, address extended, apartment, apt, suite, unit, adresszusatz, zusatz, adresse 2, complément d adresse, 建物名, rue 2, rue 3, straße 2, straße 3
address.po_box = po box, pobox, p o box, address po box, post office box, postfach, boîte postale, apartado postal, apartado, casella postale, caixa postal, postbus
address.city = city, town, locality, city town, place, ort, stadt, wohnort, ville, localité, commune, ciudad, localidad, población, municipio, città, comune, cidade, localidade, plaats, stad, woonplaats, miasto, 市区町村, 市, 都市, 城市, 도시, город
address.region = state, region, province, county, state region, state province, province state, state county, bundesland, land kreis, département, région, estado, provincia, región, regione, estado província, província, distrito, provincie, województwo, 都道府県, 省, 省份, 州, 区域, область
address.postal_code = zip, zip code, postal code, postalcode, postcode, post code, zip postal code, postal zip code, plz, postleitzahl, code postal, código postal, codigo postal, cap, codice postale, cep, código postal, kod pocztowy, postnummer, 郵便番号, 邮编, 邮政编码, 우편번호, индекс
address.country = country, country region, country name, countryname, land, staat, pays, pays région, país, pais, paese, nazione, stato, kraj, maa, 国, 国名, 国家, 국가, страна
link = website, web page, webpage, web site, url, homepage, page web, site web, webseite, internet
"""
)

_LABELS = _table(
    """
work = work, business, office, company, professional, corporate, arbeit, geschäftlich, geschaeftlich, dienstlich, firma, büro, buero, beruflich, bureau, travail, professionnel, professionnelle, pro, trabajo, oficina, empresa, profesional, lavoro, ufficio, trabalho, comercial, werk, kantoor, zakelijk, praca, arbete, 会社, 勤務先, 仕事, 单位, 工作, 公司, 직장, рабочий, рабочая
home = home, private, personal, privat, zuhause, zu hause, persönlich, domicile, personnel, personnelle, privé, privée, maison, casa, particular, personal, domicilio, privato, personale, residencial, pessoal, thuis, privé, dom, hem, 自宅, 個人, 住宅, 家庭, 个人, 집, домашний, личный, личная
other = other, andere, anderer, weitere, sonstige, alternative, alternate, alt, autre, otro, otra, altro, outro, overig, その他, 其他, 기타
main = main, primary, default, standard, haupt, principal, principale, hoofd
billing = billing, invoice, rechnung
shipping = shipping, delivery, lieferung
"""
)
# Words that add nothing.
_NOISE = frozenset(
    "address number no nr value 1 2 3 4 5 6 7 8 9 10 primary secondary default your contact customer client person the "
    "adresse nummer numero my current mailing postal one two cp lead direct adr line de la le du of details postanschrift "
    "bureau2 new reg addresses numbers deutsch english".split()
)
_MAX_WORDS = max(len(phrase.split()) for phrase in (*_KINDS, *_LABELS))

_GERMANIC = re.compile(r"[a-z]")


@lru_cache(maxsize=4096)
def match_header(header: str) -> str:
    """The target that a header means, empty when it is not known.

    A whole header first (`Vorname`), else a kind with its label (`Business Fax`, `Téléphone (domicile)`, `adr_one_street`).
    """
    text = normalise(header)
    return "" if not text else _EXACT.get(text) or _by_words(text)


def _by_words(text: str) -> str:
    words = text.split()
    kind, label, rest = "", "", []
    position = 0
    while position < len(words):
        length, found, is_kind = _longest(words, position, kind)
        if not length:
            rest.append(words[position])
            position += 1
            continue
        if is_kind:
            kind = found
        elif not label:
            label = found
        position += length
    if not kind or any(word not in _NOISE for word in rest):
        return ""
    return _combined(kind, label)


def _longest(words: list[str], position: int, kind: str) -> tuple[int, str, bool]:
    """How many words from here on mean something together, what they mean, and whether that is a kind or a label."""
    for length in range(min(_MAX_WORDS, len(words) - position), 0, -1):
        phrase = " ".join(words[position : position + length])
        found = _KINDS.get(phrase, "")
        is_label = phrase in _LABELS
        if found and not kind and not (length == 1 and is_label and len(words) - position > 1):
            return length, found, True
        if is_label:
            return length, _LABELS[phrase], False
        # Two words for one thing: `tel_fax_home`, `Phone (mobile)`, `Fax Phone`; the more exact one counts.
        if found.startswith("phone") and kind.startswith("phone"):
            return length, max(kind, found, key=len), True
    return 0, "", False


def _combined(kind: str, label: str) -> str:
    field, _, own = kind.partition(":")
    if label in ("fax", "mobile", "pager", "car") and not own:
        own, label = label, ""
    if own in ("fax", "pager") and label in ("work", "home", "other"):
        own = f"{label} {own}"
    elif own == "mobile" and label in ("work", "home"):
        own = f"{label} mobile"
    elif not own:
        own = "" if label == "main" and field == "email" else label
    return f"{field}:{own}" if own else field


_GUESSED_LANGUAGE = {
    "vorname": "day",
    "nachname": "day",
    "prenom": "day",
    "nombre": "day",
    "apellido": "day",
    "apellidos": "day",
    "cognome": "day",
    "sobrenome": "day",
    "voornaam": "day",
    "achternaam": "day",
    "geburtstag": "day",
    "geburtsdatum": "day",
    "date de naissance": "day",
    "fecha de nacimiento": "day",
    "data de nascimento": "day",
    "data di nascita": "day",
    "geboortedatum": "day",
    "forename": "day",
    "postcode": "day",
}


def day_comes_first(headers: list[str]) -> bool:
    """Whether the headers are in a language (or in British English) that writes the day before the month."""
    return any(normalise(header) in _GUESSED_LANGUAGE for header in headers)


def is_generic(header: str) -> bool:
    """Whether this is a header that only counts: `field1`, `Column 2`, `Spalte 3`."""
    return (
        re.fullmatch(
            r"(?:field|column|col|spalte|feld|colonne|campo|columna|kolom|var|attr|列|項目) ?\d+", normalise(header)
        )
        is not None
    )


# What programs keep for themselves: record numbers, owners, time stamps, pictures, counters.
_TECHNICAL = re.compile(
    r"(?:record|contact|person|account|customer|company|lead|user|owner|campaign|deal|object|external|portal) ids?|ids?"
    r"|.* owner(?: id)?|owner|owner id|.* id|.* ids|.* deal ids|photo|photos|picture|image|avatar|has avatar|photo url"
    r"|(?:created|create|creation|modified|updated|changed|last modified|last updated|date created|date modified|added|"
    r"last activity|last contacted|last engagement|last change|first seen|last seen|date added|date registered|"
    r"optin|confirm|unsub|unsubscribed|change log)(?: date| time| at| on| by)?|last activity date|recent .* date"
    r"|created by .*|modified by .*|.* id \d+|leid|euid|gmtoff|dstoff|latitude|longitude|cc|optin ip|confirm ip|member rating"
    r"|is organic|internet free busy|sensitivity|priority|private|mileage|directory server|billing information|locked"
    r"|organizational id number|read only|has newsletter|hubspot score|file as|initials|subject|rev|unsubscribed mode"
    r"|associated deals?|number of .*|next activity date|email blacklisted|sms blacklisted|etag|uid hash|dossier"
)


def is_technical(header: str) -> bool:
    """Whether a column is the other program's bookkeeping, which is left out unless the user asks for it."""
    return _TECHNICAL.fullmatch(normalise(header)) is not None
