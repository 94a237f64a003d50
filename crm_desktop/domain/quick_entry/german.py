"""German for quick entry: its words, with ä, ö, ü and ß as ae, oe, ue and ss, which is how they are compared."""

from __future__ import annotations

from datetime import time

from crm_desktop.domain.quick_entry.german_phrases import DAYS, TIMES
from crm_desktop.domain.quick_entry.german_repeats import REFUSALS, REPEATS
from crm_desktop.domain.quick_entry.vocabulary import Unit, Vocabulary, WeekdayPart


def _numbered(words: str, first: int) -> dict[str, int]:
    """Words that count up, those for the same number joined by a stroke."""
    return {word: first + place for place, same in enumerate(words.split()) for word in same.split("|")}


_FULL_WEEKDAYS = _numbered("montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag", 0)
_SHORT_WEEKDAYS = _numbered("mo di mi do fr sa so", 0)
_WEEKDAYS = {**_FULL_WEEKDAYS, **_SHORT_WEEKDAYS}
_MONTHS = _numbered(
    """
    januar|jaenner|jan|jaen februar|feber|feb|febr maerz|mrz|maer april|apr mai juni|jun|juno juli|jul|julei august|aug
    september|sep|sept oktober|okt november|nov dezember|dez
    """,
    1,
)
_UNITS = {
    **dict.fromkeys(("minute", "minuten", "min"), Unit.MINUTE),
    **dict.fromkeys(("stunde", "stunden", "std", "h"), Unit.HOUR),
    **dict.fromkeys(("tag", "tage", "tagen", "tags", "tages"), Unit.DAY),
    **dict.fromkeys(("woche", "wochen"), Unit.WEEK),
    **dict.fromkeys(("monat", "monate", "monaten", "monats"), Unit.MONTH),
    **dict.fromkeys(("quartal", "quartale", "quartalen", "quartals"), Unit.QUARTER),
    **dict.fromkeys(("jahr", "jahre", "jahren", "jahres"), Unit.YEAR),
}
_SHORT_UNITS = {
    **dict.fromkeys(("min", "minuten"), Unit.MINUTE),
    **dict.fromkeys(("h", "std", "stunden"), Unit.HOUR),
    **dict.fromkeys(("t", "tage", "tagen"), Unit.DAY),
    **dict.fromkeys(("w", "wo", "wochen"), Unit.WEEK),
    **dict.fromkeys(("j", "jahre", "jahren"), Unit.YEAR),
}
_NUMBERS = {
    **_numbered("eins zwei|zwo drei vier fuenf sechs sieben acht neun zehn elf zwoelf dreizehn vierzehn fuenfzehn", 1),
    **_numbered("sechzehn siebzehn achtzehn neunzehn zwanzig einundzwanzig zweiundzwanzig dreiundzwanzig", 16),
    "dreissig": 30,
    "vierzig": 40,
    "fuenfundvierzig": 45,
    "sechzig": 60,
    "neunzig": 90,
    "hundert": 100,
}
_STEMS = {
    "letzt": -1,
    **_numbered("erst zweit dritt viert fuenft sechst siebt|siebent acht neunt zehnt elft zwoelft dreizehnt", 1),
    **_numbered("vierzehnt fuenfzehnt sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst einundzwanzigst", 14),
    **_numbered("zweiundzwanzigst dreiundzwanzigst vierundzwanzigst fuenfundzwanzigst sechsundzwanzigst", 22),
    **_numbered("siebenundzwanzigst achtundzwanzigst neunundzwanzigst dreissigst einunddreissigst", 27),
}
_ORDINALS = {stem + ending: number for stem, number in _STEMS.items() for ending in ("e", "en", "er", "es", "em")}
# Behind a day "früh" and "morgen" are its morning; "morgen" alone is tomorrow.
_PARTS = {
    **dict.fromkeys(("vormittag", "vormittags", "frueh", "morgens", "morgen"), time(9)),
    **dict.fromkeys(("mittag", "mittags"), time(12)),
    **dict.fromkeys(("nachmittag", "nachmittags"), time(14)),
    **dict.fromkeys(("abend", "abends"), time(18)),
}
_PARTS_IN_WEEKDAYS = {"vormittag": 9, "morgen": 9, "frueh": 9, "mittag": 12, "nachmittag": 14, "abend": 18}
_THINGS = frozenset(
    """
    angebot angebote rechnung rechnungen vertrag termin termine besprechung meeting projekt entwurf mail mails e-mail
    brief anruf anrufe kunde kunden kundin firma unterlagen bericht protokoll zahlung mahnung erinnerung notiz notizen
    neue neuen neues neuer konzept praesentation treffen seite kapitel version mal stock etage stelle phase runde quartal kw
    """.split()
)
_WORDS = """
    aber alle alles als am an anbieten ansehen antworten auch auf aus bei beim bestaetigen bestellen bezahlen bis bitte
    bin da daran darueber das dass dem den denken der des dich die dies diese diesen dieser doch dort du durch ein eine
    einem einen einer eines er erinnern erinnere erledigen es euch fertig fragen frage fuer gegen geben haben hat hier ich
    ihm ihn ihr ihre ihrem ihren im in ins ist ja kann klaeren kaufen kein keine klaert machen mal man mein meine meinem
    meinen meiner melden mich mir mit muss muessen nach nachfassen nachfragen nachhaken nicht noch nun ob oder ohne
    pruefen reden schicken senden sein seine seinem seinen sich sie sind so soll sprechen ueber ueberweisen um und uns
    unser unsere unserem unseren unterschreiben vom von vor vorbereiten wann warum was weg wegen weil wenn wer werden
    wie wieder wir wird wo zahlen zu zum zur zurueck zusammen zuschicken zusenden abschicken absagen anfragen abholen
    besprechen bringen danken einladen erstellen gratulieren holen kuendigen lesen liefern planen rausschicken
    schliessen verlaengern vereinbaren verschicken verschieben versenden vergessen wuenschen guten per via bzgl bezueglich betreff spaetestens dann danach vorher
"""

GERMAN = Vocabulary(
    weekdays=_WEEKDAYS,
    plural_weekdays={f"{name}s": number for name, number in _FULL_WEEKDAYS.items()},
    months=_MONTHS,
    units=_UNITS,
    short_units=_SHORT_UNITS,
    numbers=_NUMBERS,
    articles=frozenset(("ein", "eine", "einen", "einem", "einer", "nem", "ner", "'ner", "'nem")),
    ordinals=_ORDINALS,
    ordinal_endings=("te", "ten", "ter", "tes", "tem", "ste", "sten", "ster", "stes"),
    relative_days={"heute": 0, "morgen": 1, "uebermorgen": 2, "gestern": -1, "vorgestern": -2, "heut": 0},
    parts=_PARTS,
    meridiems={},
    # Refusals first: where two patterns fit the same words, the question wins.
    phrases=REFUSALS + DAYS + TIMES + REPEATS,
    now=frozenset(("jetzt", "gerade", "eben", "soeben")),
    name_words=frozenset((*_SHORT_WEEKDAYS, "jan", "mai", "april", "august", "juli", "juni", "maerz")),
    carriers=frozenset(
        """
        am an den dem zum fuer faellig spaetestens puenktlich punkt @ noch gleich schon erst direkt des
        """.split()
    ),
    until=frozenset(("bis",)),
    starting=frozenset(("ab", "beginnend", "startend")),
    topical=frozenset(
        """
        ueber wegen bezueglich bzgl betreffs betreff betr vom von seit guten schoenen
        """.split()
    ),
    vague=frozenset(
        """
        vor nach gegen ca circa etwa ungefaehr rund ausser nicht nie kein keinen zwischen fruehestens ausgenommen kurz
        statt anstatt ohne um immer jeweils jeden jede jedes halb naechste naechsten naechster naechstes letzte letzten
        letzter letztes vorletzte vorletzten vorletzter drittletzten drittletzter kommende kommenden vorige vorigen uebernaechste uebernaechsten mitte
        """.split()
    ),
    vague_after=frozenset("spaeter frueher vorher her oder danach darauf davor".split()),
    joining=frozenset(("und", "&", "oder", "+", "sowie")),
    connectives=frozenset(
        "wegen mit fuer bei und weil damit zu an ob bzgl bezueglich per via ueber zur zum auf in im dann".split()
    ),
    openings=(
        ("bitte", "erinnere", "mich", "daran"),
        ("erinnere", "mich", "bitte", "daran"),
        ("bitte", "erinnere", "mich", "an"),
        ("erinnere", "mich", "bitte", "an"),
        ("bitte", "erinnere", "mich"),
        ("erinnere", "mich", "daran"),
        ("erinner", "mich", "daran"),
        ("erinnere", "mich", "an"),
        ("erinner", "mich", "an"),
        ("bitte", "nicht", "vergessen"),
        ("erinnere", "mich"),
        ("erinner", "mich"),
        ("nicht", "vergessen"),
        ("vergiss", "nicht"),
        ("denk", "daran"),
        ("denke", "daran"),
        ("daran", "denken"),
        ("ich", "muss"),
        ("ich", "soll"),
        ("ich", "will"),
        ("ich", "moechte"),
        ("wir", "muessen"),
        ("erinnerung", "an"),
        ("erinnerung",),
        ("bitte",),
        ("todo",),
        ("muss",),
        ("und",),
    ),
    actions={
        **dict.fromkeys(
            (
                "anrufen",
                "anzurufen",
                "anruf",
                "telefonieren",
                "telefonat",
                "rueckruf",
                "zurueckrufen",
                "call",
                "rufe",
                "ruf",
            ),
            "call",
        ),
        **dict.fromkeys(("mailen", "anmailen", "schreiben", "anschreiben", "mail", "e-mail", "email"), "email"),
        **dict.fromkeys(("treffen", "besuchen", "meeting", "mittagessen", "kaffee", "besuch", "abendessen"), "meeting"),
        **dict.fromkeys(("fruehstueck", "besprechung", "lunch", "termin", "zutreffen"), "meeting"),
        **dict.fromkeys(("nachricht", "whatsapp", "sms", "simsen", "texten"), "message"),
    },
    before_names=frozenset(
        "mit an von fuer bei und & zu ueber frau herr herrn dr prof fam familie wegen bitte hr".split()
    ),
    not_names=frozenset(_WORDS.split()) | _THINGS,
    possessives=("'s", "’s"),
    not_dates=frozenset(("24/7",)),
    letters={"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"},
    plural_weekday_parts={
        f"{name}{part}s": WeekdayPart(number, time(hour))
        for name, number in _FULL_WEEKDAYS.items()
        for part, hour in _PARTS_IN_WEEKDAYS.items()
    },
    weekday_parts={
        name + part: WeekdayPart(number, time(hour))
        for name, number in _FULL_WEEKDAYS.items()
        for part, hour in _PARTS_IN_WEEKDAYS.items()
    },
    capital_only=frozenset(("so",)),
    dotted_ordinals=True,
    ordinal_carriers=frozenset(("am", "zum", "bis", "ab", "spaetestens")),
    clock_endings=frozenset(("uhr", "h")),
    times=_numbered("zweimal dreimal viermal fuenfmal sechsmal siebenmal achtmal neunmal zehnmal elfmal zwoelfmal", 2),
    times_endings=("x", "mal"),
    deadlines=frozenset(("bis",)),
    between=frozenset(("zwischen",)),
    alternatives=frozenset(("oder",)),
    ranges=frozenset(("bis", "auf", "-", "–")),
    exceptions=frozenset(("ausser", "ausgenommen")),
    titles=frozenset("frau herr herrn dr prof fam familie hr mr mrs ms fraeulein frl".split()),
    shared_titles=frozenset(("fr",)),
    counted=frozenset("euro eur € $ dollar franken prozent % mal stock etage uhr grad kilo stueck x".split()),
    asks_what_is_counted=True,
    things=_THINGS,
    spoken_by_day=True,
    verb_last=True,
    zone_words=frozenset(("zeit", "ortszeit")),
    zone_openings=frozenset(("ortszeit",)),
    city_endings=("er", "ner"),
    whose_time=frozenset(("seine", "ihre", "deren", "lokaler", "lokale", "europaeischer", "mitteleuropaeischer")),
)
