"""A compiled pack is the same pack, and a damaged one is refused."""

import json
import subprocess
import sys

import pytest

from city_packs.compiled import compile_pack, etag_of, load_compiled
from city_packs.errors import PackDamaged
from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs


@pytest.mark.parametrize("city", ["tangshan", "dongsheng", "zaozhuang", "linyi", "bengbu"])
def test_a_pack_survives_compiling(packs: dict[str, CityPack], city: str) -> None:
    pack = packs[city]
    loaded = load_compiled(compile_pack(pack))
    assert loaded == pack
    assert list(loaded.classes) == list(pack.classes)
    assert list(loaded.clock_profiles) == list(pack.clock_profiles)
    assert [loaded.area_label(code) for code in pack.areas] == [pack.area_label(code) for code in pack.areas]
    assert isinstance(next(iter(loaded.sub_centres.values())).seats, tuple)


def test_the_same_pack_compiles_to_the_same_bytes(packs: dict[str, CityPack]) -> None:
    first = compile_pack(packs["dongsheng"])
    assert compile_pack(read_pack(shipped_packs()["dongsheng"])) == first
    assert etag_of(first) == json.loads(first.split(b"\n", 1)[0])["sha256"]
    assert etag_of(first) != etag_of(compile_pack(packs["bengbu"]))


def test_damaged_bytes_are_refused(packs: dict[str, CityPack]) -> None:
    whole = compile_pack(packs["dongsheng"])
    for damaged in (whole[:-10], whole.replace("交通街道".encode(), "公园街道".encode(), 1), b"", b"{}\n{}", b"\xff\n"):
        with pytest.raises(PackDamaged):
            load_compiled(damaged)
    other_format = whole.replace(b'"format":4', b'"format":2', 1)
    with pytest.raises(PackDamaged):
        load_compiled(other_format)


def test_a_seat_loads_a_pack_without_the_heavy_libraries() -> None:
    code = (
        "import sys, city_packs.model, city_packs.compiled, city_packs.shipped;"
        "print(*sorted({'pydantic', 'pypinyin', 'textual', 'rich', 'tomllib', 'csv'} & set(sys.modules)))"
    )
    heavy = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert heavy.strip() == ""


def test_pypinyin_waits_until_a_pack_is_read() -> None:
    code = "import sys, city_packs.reader, city_packs.check; print('pypinyin' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert loaded.strip() == "False"
