"""The author's guide names what the reader asks for, no more and no less."""

import re
from dataclasses import fields
from pathlib import Path

from city_packs.code_tables import CLOCK_UNITS, PHRASE_KINDS
from city_packs.settings import NUMBERS, TIMES
from city_packs.source import MAY_FALL_BACK, OWN_ONLY, SHARED
from hotline.clocks import Clock

GUIDE = (Path(__file__).parents[2] / "docs" / "city-pack.md").read_text(encoding="utf-8")


def test_the_guide_names_every_part_and_its_columns() -> None:
    named = set(re.findall(r"^\| `([a-z_]+)\.(?:csv|toml)`", GUIDE, re.MULTILINE))
    assert named == {*OWN_ONLY, *MAY_FALL_BACK, "pack", "readings"}
    for table in SHARED.glob("*.csv"):
        assert f"`{table.read_text(encoding='utf-8').splitlines()[0]}`" in GUIDE, table.name


def test_the_guide_names_every_setting_with_its_bounds() -> None:
    for name, bounds in NUMBERS.items():
        row = next(line for line in GUIDE.splitlines() if line.startswith("|") and f"`{name}`" in line)
        assert f"{bounds.least:g} to {bounds.most:g}" in row
    assert all(f"`{name}`" in GUIDE for name in TIMES)


def test_the_guide_names_every_field_of_a_clock_and_every_kind() -> None:
    example = GUIDE[GUIDE.index("[[profile.clock]]\ncode") :]
    assert all(f"\n{each.name} = " in example for each in fields(Clock))
    assert all(word in GUIDE for word in (*CLOCK_UNITS, *PHRASE_KINDS))
