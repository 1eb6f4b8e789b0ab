"""The people of the demo can be told apart."""

import pytest

from case_api.demo_people import demo_people
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs


@pytest.mark.parametrize("city", shipped_packs())
def test_no_two_people_of_the_demo_share_a_name(city: str) -> None:
    people = list(demo_people(read_pack(shipped_packs()[city])))
    assert people
    names = [person.name for person in people]
    assert len(set(names)) == len(names)
