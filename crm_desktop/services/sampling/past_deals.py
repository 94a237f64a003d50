"""What became of earlier deals of the story, and a second pipeline: so that there is something to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Past:
    """A deal that ended `ago` days before today in euros, after so many days in each stage from the first one on.

    `slip` is by how many days its close was put off, `was` what one thought it would bring before.
    """

    title: str
    who: str
    ago: int
    euros: int
    days: tuple[int, ...]
    lost: str = ""
    slip: int = 0
    was: int | None = None
    period: str = ""
    times: int | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Student:
    """A deal of the second pipeline: its stage, the days there, and `ends`: won, lost or nothing."""

    title: str
    who: str
    stage: int
    days_here: int
    euros: int = 0
    ends: str = ""
    times: int | None = None


PAST: Final = (
    Past("Shop window", "Jonas Keller", 16, 950, (2, 6, 8, 3), tags=("print",)),
    Past("Recipe book", "Chloé Lefèvre", 24, 3600, (5, 9, 14), "Too expensive", was=4200),
    Past("Autumn menu", "Élodie Nguyen", 41, 1100, (1, 4, 6, 2)),
    Past("Hosting", "Jonas Keller", 47, 45, (3, 5, 7), period="month", tags=("web",)),
    Past("Loyalty cards", "Antonín Novák", 55, 700, (4, 12), "No answer"),
    Past("Product photos", "Amara Sesay", 68, 2300, (3, 7, 10, 6), slip=20),
    Past("Trade fair stand", "Nora Lindqvist", 79, 7800, (6, 14, 22, 9), "Chose somebody else", was=9000),
    Past("Workshop, summer", "Lea Brandt", 92, 1600, (2, 5, 9, 4), tags=("workshop",)),
    Past("Newsletter", "Sam Whitfield", 101, 1250, (5, 8), "Not now"),
    Past("Website, first part", "Marta Oliveira", 118, 5200, (4, 8, 9, 7), slip=12, was=4600, tags=("web",)),
    Past("Signs", "Tomás Ruiz", 133, 1900, (3, 6, 5, 5)),
    Past("Spring photos", "Chloé Lefèvre", 150, 2700, (2, 9, 11, 8), slip=25),
    Past("Corporate film", "Piotr Dąbrowski", 164, 6100, (7, 15, 18), "Too expensive"),
    Past("Maintenance 2026", "Élodie Nguyen", 176, 180, (1, 3, 6, 2), period="month", times=12, tags=("web",)),
    Past("Labels", "Amara Sesay", 193, 1450, (4, 7, 8, 3), tags=("print",)),
    Past("Blog", "Hana Bednářová", 205, 2200, (6, 10, 12), "Not a fit"),
    Past("Shop", "Hana Bednářová", 221, 8400, (3, 8, 10, 11), slip=18, was=7900, tags=("web",)),
    Past("Price list", "Antonín Novák", 240, 400, (2, 3, 4, 1)),
    Past("Poster series", "Юлия Ковалёва", 258, 2100, (5, 11), "No answer"),
    Past("Brand talk", "王芳", 275, 1500, (2, 6, 7, 4), tags=("workshop",)),
    Past("Exhibition catalogue", "Lea Brandt", 296, 4700, (4, 9, 13, 6)),
    Past("Intranet", "Sam Whitfield", 318, 9900, (8, 17, 25), "Too expensive", was=12000),
)  # fmt: skip
STUDENTS: Final = (
    Student("Typography, evenings", "Юлия Ковалёва", 0, 4, 320),
    Student("Typography, weekend", "Antonín Novák", 1, 6, 320),
    Student("Portfolio, one to one", "Chloé Lefèvre", 2, 19, 140, times=8),
    Student("Photo basics", "Sam Whitfield", 1, 2, 280),
    Student("Typography, evenings", "Nora Lindqvist", 3, 1, 320),
    Student("Photo basics", "Lea Brandt", 3, 3, 280, ends="won"),
    Student("Portfolio, one to one", "Tomás Ruiz", 1, 9, 140, ends="lost", times=8),
)
FITS: Final = (
    ("Sam Whitfield", "good", "has a budget and a date"),
    ("Юлия Ковалёва", "bad", "too far for a workshop"),
    ("Piotr Dąbrowski", "good", "knows what he wants"),
    ("Żaneta Kowalczyk", "good", "a date and a budget"),
    ("Davide Ferrari", "bad", "wants it for free"),
)
RATES: Final = (("USD", "0.92"), ("GBP", "1.17"), ("CHF", "1.06"))
"""One unit of the currency in euros."""
