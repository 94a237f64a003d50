"""The first people of the sample data and what goes on with them: a freelancer's ordinary week, told from today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Final

from crm_desktop.domain.contacts import Address, ContactDraft, Fact, ImportantDate, Name, Point, PointKind


@dataclass(frozen=True, slots=True)
class Talk:
    """Something that happened `days` ago at `at`: kind, direction, minutes, subject and text."""

    days: int
    at: time
    kind: str
    text: str
    direction: str = "outgoing"
    minutes: int | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A reminder `days` from today (negative: late)."""

    days: int
    text: str
    at: time | None = None
    rule: str = ""
    for_deal: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """A deal: stage number, or "won" so many days ago; amount in whole units, days in the stage before.

    `others` take part besides the main contact: (name, role).
    """

    title: str
    amount: int
    stage: int
    days_here: int = 3
    won_days_ago: int | None = None
    close_in: int | None = None
    came_after: int | None = None
    currency: str = "EUR"
    period: str = ""
    times: int | None = None
    tags: tuple[str, ...] = ()
    role: str = ""
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """One person with everything that goes on; `birthday_in` puts a birthday so many days from today."""

    draft: ContactDraft
    talks: tuple[Talk, ...] = ()
    tasks: tuple[Task, ...] = ()
    deals: tuple[Work, ...] = ()
    birthday_in: tuple[int, int] | None = None
    tags: tuple[str, ...] = field(default=())


def _draft(
    given: str,
    family: str,
    company: str,
    *,
    email: str = "",
    phone: str = "",
    city: str = "",
    zone: str = "",
    formatted: str = "",
    every: int | None = None,
    **more: object,
) -> ContactDraft:
    points = [Point(PointKind.EMAIL, email, "work")] if email else []
    points += [Point(PointKind.PHONE, phone, "mobile")] if phone else []
    values: dict[str, object] = {"points": tuple(points), **more}
    if city:
        values.setdefault("addresses", (Address(label="work", city=city),))
    return ContactDraft(
        name=Name(given=given, family=family, formatted=formatted),
        company=company,
        time_zone=zone,
        keep_in_touch_days=every,
        **values,  # type: ignore[arg-type]
    )


TAG_INTERVALS: Final = {"client": 90, "past client": 120}
"""How often, in days, one wants to speak with everybody who bears a tag."""
STORY: Final = (
    Person(
        _draft(
            "Marta",
            "Oliveira",
            "Casa Azul",
            email="marta@casaazul.example",
            phone="+351 912 345 678",
            zone="Europe/Lisbon",
            every=42,
            job_title="Owner",
            addresses=(Address(label="work", street="Rua da Rosa 44", city="Lisbon"),),
            dates=(ImportantDate("birthday", "1988-03-03"),),
            facts=(Fact("family", "Daughter Inês starts school in January"), Fact("dislikes", "jargon")),
            source="referral, Hana B.",
            preferred_channel="WhatsApp, mornings",
            tags=("client", "referral", "hospitality"),
        ),
        talks=(
            Talk(2, time(11, 5), "call", "Wants the booking page in two languages. Budget is fine, start date moves to January.", minutes=14),
            Talk(12, time(9, 40), "email", "Attached the first draft and the three options we talked about.", subject="Proposal Casa Azul"),
            Talk(19, time(16, 20), "note", "Allergic to jargon. Daughter Inês starts school in January.", "none"),
            Talk(33, time(10, 0), "meeting", "Walked through the old site together on the terrace.", "none", 60),
        ),
        tasks=(Task(-2, "Send revised proposal", for_deal=True),),
        deals=(
            Work(
                "Website relaunch", 6400, 3, days_here=2, close_in=21, came_after=6, tags=("web", "two languages"),
                role="decides", others=(("Hana Bednářová", "recommended us"), ("Lea Brandt", "writes the texts")),
            ),
            Work("Menu redesign", 1850, 3, won_days_ago=130),
        ),
    ),
    Person(
        _draft("Jonas", "Keller", "Keller Optik", email="jonas@keller-optik.example", phone="+49 30 5557 1200", city="Berlin", zone="Europe/Berlin", job_title="Owner", tags=("client",)),
        talks=(Talk(1, time(15, 30), "email", "Asks why invoice 2026-031 has two items.", "incoming", subject="Invoice 2026-031"),),
        tasks=(Task(-1, "Call back about invoice 2026-031", time(16, 0)),),
    ),
    Person(
        _draft("Lea", "Brandt", "Freelance", email="lea@brandt.example", city="Hamburg", zone="Europe/Berlin", tags=("friend",)),
        talks=(Talk(40, time(9, 15), "email", "The shop goes live on Friday!", "incoming", subject="Launch"),),
        tasks=(Task(0, "Ask how the launch went", time(14, 30)),),
        deals=(Work("Newsletter setup", 1300, 1, days_here=4, close_in=25, tags=("web",)),),
    ),
    Person(
        _draft("芳", "王", "Lumen Studio", formatted="王芳", email="fang@lumen.example", phone="+86 21 5550 1188", city="上海", zone="Asia/Shanghai", tags=("client", "workshop")),
        talks=(Talk(6, time(8, 30), "meeting", "Agreed on three workshops in spring, contract to follow.", "none", 45),),
        tasks=(Task(0, "Contract for the spring workshops", for_deal=True),),
        deals=(Work("Spring workshops", 4500, 2, days_here=6, close_in=14, came_after=5, tags=("workshop",)),),
    ),
    Person(
        _draft("Amara", "Sesay", "Sesay Ceramics", email="amara@sesay.example", phone="+44 20 7946 0123", city="London", zone="Europe/London", preferred_channel="a call", tags=("client",)),
        talks=(Talk(3, time(17, 10), "message", "Sent photos of the new glaze, very happy with the boxes.", "incoming"),),
        deals=(Work("Packaging", 4100, 3, won_days_ago=4),),
        birthday_in=(0, 40),
    ),
    Person(
        _draft("Piotr", "Dąbrowski", "Dom Kultury", source="referral, Hana B.", email="piotr@domkultury.example", city="Warszawa", zone="Europe/Warsaw", tags=("lead",)),
        talks=(Talk(8, time(12, 0), "call", "Wants to see the booking page before the board meets.", minutes=20),),
        tasks=(Task(2, "Demo of the booking page", time(10, 0), for_deal=True),),
        deals=(Work("Booking page", 3800, 1, days_here=8, close_in=30, tags=("web",), role="runs the house"),),
    ),
    Person(
        _draft("Élodie", "Nguyen", "Atelier 12", email="elodie@atelier12.example", city="Paris", zone="Europe/Paris", tags=("client",)),
        talks=(Talk(5, time(18, 0), "email", "The winter menu needs two more photos.", subject="Menu, winter"),),
        tasks=(Task(4, "Renewal: yearly maintenance plan", rule="FREQ=YEARLY", for_deal=True),),
        deals=(
            Work("Menu, winter", 1100, 2, days_here=5, came_after=9, close_in=4, tags=("print",)),
            Work("Maintenance 2027", 200, 3, won_days_ago=9, period="month", times=12, tags=("web",)),
        ),
    ),
    Person(
        _draft("ليلى", "ناصر", "Nasser Interiors", email="layla@nasser.example", city="بيروت", zone="Asia/Beirut", tags=("lead",)),
        talks=(Talk(33, time(13, 0), "call", "First talk about a photo day in the new showroom.", minutes=25),),
        tasks=(Task(2, "Send mood board", time(12, 0), for_deal=True),),
        deals=(Work("Photo day", 900, 0, days_here=10, currency="USD", close_in=60),),
    ),
    Person(
        _draft("Antonín", "Novák", "Kavárna Most", source="website form", email="antonin@kavarnamost.example", city="Praha", zone="Europe/Prague", tags=("lead",)),
        talks=(Talk(12, time(10, 45), "message", "Likes the green version of the logo best.", "incoming"),),
        tasks=(Task(5, "Call about the logo", for_deal=True),),
        deals=(Work("Logo refresh", 1200, 0, days_here=7, close_in=40),),
    ),
    Person(
        _draft("Юлия", "Ковалёва", "Студия Свет", source="webinar", email="yulia@svet.example", city="София", zone="Europe/Sofia", tags=("lead",)),
        talks=(Talk(19, time(11, 30), "email", "Asks for a workshop in autumn.", "incoming", subject="Workshop"),),
        deals=(Work("Workshop, autumn", 2400, 0, days_here=12, close_in=95, tags=("workshop",)),),
    ),
    Person(
        _draft("Tomás", "Ruiz", "Estudio Ruiz", email="tomas@ruiz.example", city="Madrid", zone="Europe/Madrid", every=42, tags=("past client",)),
        talks=(Talk(71, time(16, 0), "call", "Has a new space from spring on, call again then.", minutes=18),),
    ),
    Person(
        _draft("Hana", "Bednářová", "Bednář & Co", email="hana@bednar.example", city="Brno", zone="Europe/Prague", every=60, tags=("past client",)),
        talks=(
            Talk(98, time(9, 0), "meeting", "Lunch; recommended us to Marta.", "none", 75),
            Talk(160, time(15, 20), "call", "Happy with the shop, nothing to do before spring.", minutes=11),
        ),
        birthday_in=(6, 52),
    ),
    Person(
        _draft("Sam", "Whitfield", "Whitfield Law", email="sam@whitfield.example", city="Bristol", zone="Europe/London", every=45, source="webinar", tags=("lead",)),
        talks=(Talk(64, time(14, 0), "email", "Thanked for the webinar, may need a landing page.", "incoming", subject="Your webinar"),),
        tasks=(Task(-1, "Send two examples of landing pages", for_deal=True),),
        deals=(Work("Landing page", 3200, 0, days_here=20, currency="GBP", close_in=45, tags=("web",)),),
    ),
    Person(
        _draft("Nora", "Lindqvist", "Nordwind", source="trade fair", email="nora@nordwind.example", city="Oslo", zone="Europe/Oslo", tags=("lead",)),
        talks=(
            Talk(24, time(10, 10), "email", "Sent the proposal for the brand guide.", subject="Brand guide"),
            Talk(34, time(9, 30), "call", "Wants three directions for the brand guide instead of two.", minutes=16),
            Talk(43, time(14, 0), "call", "Talked about colours for the north and for the south.", "incoming", 22),
            Talk(54, time(9, 45), "email", "Asks whether a brand guide is a thing for them.", "incoming", subject="Brand guide"),
        ),
        deals=(Work("Brand guide", 5200, 2, days_here=24, came_after=8, close_in=-3),),
    ),
    Person(
        _draft("Chloé", "Lefèvre", "Maison Lune", email="chloe@maisonlune.example", city="Lyon", zone="Europe/Paris", tags=("client",)),
        talks=(Talk(15, time(17, 30), "call", "Shop photos: weather must be good.", minutes=9),),
        tasks=(Task(3, "Fix the day for the shop photos", for_deal=True),),
        deals=(Work("Shop photos", 290, 3, days_here=15, came_after=10, close_in=12, period="month", times=10),),
    ),
    Person(
        _draft("Ruth", "Palmer", "Palmer Pottery", email="ruth@palmer.example", city="Dublin", zone="Europe/Dublin", source="webinar", tags=("lead",)),
        talks=(Talk(3, time(19, 30), "message", "Asked in the webinar what a shop for twenty pots would cost.", "incoming"),),
        tasks=(Task(1, "Send the price list"),),
    ),
    Person(
        _draft("Davide", "Ferrari", "Trattoria Sole", email="davide@sole.example", city="Torino", zone="Europe/Rome", source="website form", tags=("lead", "hospitality")),
        talks=(
            Talk(9, time(10, 15), "email", "Read the page about menus; wants to see two that were made.", "incoming", subject="Menus"),
            Talk(8, time(9, 0), "email", "Sent two menus.", subject="Menus"),
        ),
    ),
    Person(
        _draft("Żaneta", "Kowalczyk", "Galeria Nova", email="zaneta@nova.example", phone="+48 22 555 01 01", city="Warszawa", zone="Europe/Warsaw", source="referral, Piotr D.", tags=("lead",)),
        talks=(Talk(5, time(13, 20), "call", "Opening in May, budget of 3,000, decides with her brother.", "incoming", 18),),
        tasks=(Task(3, "Propose a date to see the rooms"),),
    ),
)  # fmt: skip
