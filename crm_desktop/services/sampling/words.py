"""Names, places and sentences that made-up contacts are put together from, in several scripts and time zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Region:
    """Where people of a kind live: given and family names, cities with their zones, the country's calling code.

    `family_first` says that the family name is written first without a space (Chinese, Japanese, Korean).
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    cities: tuple[tuple[str, str], ...]
    country: str
    calling_code: str
    language: str
    family_first: bool = False


REGIONS: Final = (
    Region(
        ("Amara", "Ben", "Clara", "Daniel", "Emma", "Finn", "Grace", "Henry", "Isla", "Jack", "Kate", "Liam", "Mia", "Noah",
         "Olivia", "Priya", "Quentin", "Ruth", "Sam", "Tessa", "Una", "Victor", "Wren", "Yasmin", "Zoe"),
        ("Sesay", "Whitfield", "Turner", "Bailey", "Carter", "Dawson", "Ellis", "Fletcher", "Grant", "Hughes", "Irving",
         "Jennings", "Knight", "Lawson", "Mercer", "Nolan", "Osborne", "Palmer", "Quinn", "Reeves", "Shaw", "Thorne",
         "O'Brien", "Vaughan", "Wells"),
        (("London", "Europe/London"), ("Dublin", "Europe/Dublin"), ("Bristol", "Europe/London"), ("Auckland", "Pacific/Auckland")),
        "United Kingdom", "44", "English",
    ),
    Region(
        ("Anna", "Björn", "Carla", "Dieter", "Elke", "Friedrich", "Greta", "Hannes", "Ingrid", "Jonas", "Käthe", "Lea",
         "Moritz", "Nele", "Otto", "Petra", "Rainer", "Sabine", "Till", "Ute", "Volker", "Wiebke", "Jörg", "Zoë"),
        ("Müller", "Keller", "Brandt", "Groß", "Schäfer", "Weiß", "Vogel", "Krüger", "Jansen", "Hoffmann", "Köhler", "Böhm",
         "Strauß", "Lindner", "Öztürk", "Neumann", "Richter", "Seidel", "Thoma", "Zimmermann"),
        (("Berlin", "Europe/Berlin"), ("Hamburg", "Europe/Berlin"), ("Wien", "Europe/Vienna"), ("Zürich", "Europe/Zurich")),
        "Germany", "49", "German",
    ),
    Region(
        ("Marta", "Tomás", "Inês", "João", "Élodie", "Chloé", "François", "José", "Núria", "Íñigo", "Lucía", "Giulia", "Renée",
         "André", "Beatriz", "Thérèse", "Niccolò", "Sofía"),
        ("Oliveira", "Ruiz", "Nguyen", "García", "Muñoz", "Lefèvre", "Conceição", "Ferrari", "Peña", "Dupont", "Araújo",
         "D'Angelo", "Gonçalves", "Ibáñez", "Roché", "Sáez"),
        (("Lisboa", "Europe/Lisbon"), ("Madrid", "Europe/Madrid"), ("Paris", "Europe/Paris"), ("São Paulo", "America/Sao_Paulo")),
        "Portugal", "351", "Portuguese",
    ),
    Region(
        ("Piotr", "Łukasz", "Zofia", "Antonín", "Hana", "Jiří", "Małgorzata", "Šárka", "Ondřej", "Żaneta", "Marek", "Dóra"),
        ("Dąbrowski", "Novák", "Bednářová", "Wiśniewska", "Dvořák", "Łukasiewicz", "Kowalczyk", "Šimůnek", "Nagy", "Żak"),
        (("Warszawa", "Europe/Warsaw"), ("Praha", "Europe/Prague"), ("Budapest", "Europe/Budapest")),
        "Poland", "48", "Polish",
    ),
    Region(
        ("Søren", "Åsa", "Bjørk", "Øystein", "Freja", "Lars", "Þóra", "Signe", "Åke", "Maja"),
        ("Ødegård", "Ångström", "Sørensen", "Þórsdóttir", "Lindqvist", "Bæk", "Nygård", "Hansen"),
        (("København", "Europe/Copenhagen"), ("Oslo", "Europe/Oslo"), ("Reykjavík", "Atlantic/Reykjavik")),
        "Denmark", "45", "Danish",
    ),
    Region(
        ("Юлия", "Дмитрий", "Олена", "Тарас", "Мария", "Иван", "Ксения", "Георги"),
        ("Ковалёва", "Шевченко", "Соколова", "Петренко", "Димитров", "Орлова", "Бондар"),
        (("Київ", "Europe/Kyiv"), ("София", "Europe/Sofia"), ("Алматы", "Asia/Almaty")),
        "Ukraine", "380", "Ukrainian",
    ),
    Region(
        ("芳", "小明", "伟", "丽", "静", "太郎", "花子", "さくら", "민수", "지은"),
        ("王", "李", "张", "陈", "刘", "山田", "佐藤", "김", "박"),
        (("上海", "Asia/Shanghai"), ("台北", "Asia/Taipei"), ("東京", "Asia/Tokyo"), ("서울", "Asia/Seoul")),
        "China", "86", "Chinese", True,
    ),
    Region(
        ("ليلى", "يوسف", "مريم", "عمر", "نور", "خالد", "דנה", "יוסי"),
        ("ناصر", "حداد", "المصري", "عباس", "الخطيب", "כהן", "לוי"),
        (("بيروت", "Asia/Beirut"), ("القاهرة", "Africa/Cairo"), ("תל אביב", "Asia/Jerusalem")),
        "Lebanon", "961", "Arabic",
    ),
    Region(
        ("Kwame", "Ngozi", "Tariro", "Wanjiru", "Ayodele", "Zanele", "Arjun", "Lakshmi", "आरव", "प्रिया"),
        ("Mensah", "Okafor", "Moyo", "Kamau", "Adeyemi", "Dlamini", "Iyer", "Krishnan", "शर्मा"),
        (("Lagos", "Africa/Lagos"), ("Nairobi", "Africa/Nairobi"), ("Mumbai", "Asia/Kolkata")),
        "Nigeria", "234", "English",
    ),
    Region(
        ("Sofía", "Mateo", "Valentina", "Diego", "Camila", "Andrew", "Megan", "Tyler", "Leilani", "Kai"),
        ("Ramírez", "Castillo", "Kealoha", "Johnson", "Peterson", "Mitchell", "Vargas", "Brooks"),
        (("Denver", "America/Denver"), ("Honolulu", "Pacific/Honolulu"), ("Bogotá", "America/Bogota"), ("New York", "America/New_York")),
        "United States", "1", "Spanish",
    ),
)  # fmt: skip
WEIGHTS: Final = (24, 18, 14, 10, 6, 6, 8, 5, 5, 8)
TRADES: Final = (
    "Studio", "Ceramics", "Optik", "Law", "Atelier", "Bakery", "Interiors", "Labs", "Press", "Foods", "Architects", "Films",
    "Garden", "Travel", "Music School", "Clinic", "Books", "Cycles", "Roasters", "Yoga", "Robotics", "Textiles",
)  # fmt: skip
JOBS: Final = (
    "Owner",
    "Head of marketing",
    "Founder",
    "Office manager",
    "Editor",
    "Partner",
    "Curator",
    "Buyer",
    "Director",
    "",
)
TAGS: Final = (
    "client",
    "referral",
    "past client",
    "lead",
    "press",
    "supplier",
    "friend",
    "newsletter",
    "workshop",
    "hospitality",
)
SOURCES: Final = ("referral", "website", "webinar", "conference", "LinkedIn", "newsletter", "walk-in")
LIFECYCLE: Final = ("", "lead", "", "client", "", "past", "", "interested", "", "repeat", "")
CHANNELS: Final = ("WhatsApp", "phone", "e-mail", "text message", "")
FACTS: Final = (
    ("likes", "oat milk in the coffee"), ("family", "two children at school"), ("pet", "a dog called Miso"),
    ("dislikes", "jargon"), ("allergy", "nuts"), ("likes", "early calls"), ("hobby", "sings in a choir"),
    ("likes", "short e-mails"), ("family", "twins, born in spring"), ("hobby", "restores old bicycles"),
)  # fmt: skip
OPENINGS: Final = (
    "Talked about", "Sent the draft of", "Asked for", "Wants to see", "Liked", "Has doubts about", "Went through",
    "Agreed on", "Postponed", "Needs help with", "Showed the new", "Discussed the price of", "Got feedback on",
    "Promised to send", "Compared two offers for",
)  # fmt: skip
OBJECTS: Final = (
    "the booking page", "the spring workshops", "the logo", "the yearly maintenance plan", "the photo day", "the brand guide",
    "the newsletter", "the winter menu", "the contract", "the new website", "the packaging", "the shop photos",
    "the landing page", "the invoice", "the exhibition", "the training for the team", "the translation", "the launch",
    "the budget for next year", "the questionnaire",
)  # fmt: skip
ENDINGS: Final = (
    "budget is fine", "start moves to January", "decides next week", "will ask a colleague first", "wants it in two languages",
    "very happy so far", "call again after the holidays", "prefers the second option", "needs the numbers by Friday",
    "too expensive for now", "sent the logo files", "wants to meet in person", "please keep it short", "no answer yet",
    "found a mistake on page two", "recommended us to a friend", "asks for a discount", "all good",
)  # fmt: skip
TASKS: Final = (
    "Send revised proposal", "Call back about the invoice", "Ask how the launch went", "Send mood board",
    "Ask for a testimonial", "Renewal: yearly maintenance plan", "Invite to the workshop", "Check the translation",
)  # fmt: skip
