"""How text is encoded, found out from its bytes alone."""

from __future__ import annotations

import pytest

from crm_desktop.formats.encodings import decode_line, detect
from crm_desktop.formats.legacy_encodings import guess_legacy
from crm_desktop.formats.mojibake import repair_mojibake
from tests.formats.reading import Files


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Jörg Weiß, Ana Nuñez, François, Søren", "cp1252"),
        ("Zażółć gęślą jaźń, Wałęsa, Łódź", "cp1250"),
        ("Юлия Ковалёва, Студия Свет, Москва", "cp1251"),
        ("Юлия Ковалёва, Студия Свет, Москва", "koi8_r"),
        ("山田 はなこ,やまだ,東京都,カタカナ", "cp932"),
        ("山田 はなこ,やまだ,東京都,カタカナ", "euc_jp"),
        ("王芳,北京市朝阳区,联系人", "gbk"),
        ("김민준,서울특별시,회사", "cp949"),
        ("Γιώργος Παπαδόπουλος, Αθήνα", "cp1253"),
    ],
)
def test_older_encodings_are_told_by_the_letters_they_make(text: str, codec: str) -> None:
    found = guess_legacy(text.encode(codec))
    assert text.encode(codec).decode(found.codec) == text
    assert found.warnings()


def test_a_few_damaged_lines_do_not_spoil_a_utf_8_file(files: Files) -> None:
    good = "".join(f"Größe {number},Čapek\n" for number in range(20)).encode()
    path = files.write(b"Name,Other\n" + good + "Weiß,x\n".encode("cp1252"))
    found = detect(path)
    assert (found.codec, found.mixed) == ("utf-8", True)
    assert "damaged" in str(found.warnings()[0])
    assert decode_line("Weiß".encode("cp1252"), "cp1252") == "Weiß"
    drafts = files.drafts(path.read_bytes())
    assert (drafts[0].name.formatted, drafts[-1].name.formatted) == ("Größe 0", "Weiß")


def test_a_letter_cut_in_two_by_a_block_is_no_damage(files: Files) -> None:
    path = files.write("Name\n" + "a" * (1024 * 1024 - 6) + "é\n")
    assert detect(path).warnings() == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("JosÃ©", "José"),
        ("MÃ¼ller â€“ x", "Müller – x"),
        ("José", "José"),
        ("Ã", "Ã"),
        ("Âé", "Âé"),
        ("ЮJosÃ©", "ЮJosÃ©"),
    ],
)
def test_text_encoded_twice_is_made_good_only_as_a_whole(before: str, after: str) -> None:
    assert repair_mojibake(before) == after
