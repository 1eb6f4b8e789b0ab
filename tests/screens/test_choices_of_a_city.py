"""What pickers offer, made from a city pack."""

from threading import Thread

import pytest

from screens.parts import choices
from widgets.choices import Choices

from .small_city import small_city


def test_the_places_of_a_city_are_made_once_when_two_screens_ask_for_them_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pack = small_city()
    found: list[Choices] = []
    made: list[Choices] = []
    make = choices._area_choices
    other = Thread(target=lambda: found.append(choices.area_choices(pack)))

    def slowly(_pack: object) -> Choices:
        made.append(make(pack))
        if len(made) == 1:
            other.start()
            other.join(0.05)  # it comes as far as it can
        return made[-1]

    monkeypatch.setattr(choices, "_places", None)
    monkeypatch.setattr(choices, "_area_choices", slowly)
    found.append(choices.area_choices(pack))
    other.join()
    assert len(made) == 1
    assert found == [made[0], made[0]]
