"""Lets simulated people work at a demo centre until they are stopped, and tells what they do."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import httpx

from case_api.demo_people import DEMO_SEAT, DemoPerson, demo_people
from case_api.settings import is_loopback
from case_api.simulated_people.company import ROLES, Company, Done, Pace
from case_api.simulated_people.line import NotADemoError, PersonalLine, check_demo
from city_packs.model import CityPack
from hotline.codes import Role
from wording import tr

_PATIENCE_S = 10.0
_LOOK_EVERY = 0.1
"""They look at their lists so often within the time that a case lies."""
_LEAST_S, _MOST_S = 0.2, 5.0
_TAKES = 0.25
"""An act takes a person so much of the time that a case lies before it."""
_FAILURES = 20
"""A centre that has not answered so often in a row has ended; it may be busy for a while."""


def chosen_people(pack: CityPack, roles: Iterable[Role]) -> list[DemoPerson]:
    """Return the people of the demo who have any of these roles, each with those alone; of desks only those that ring.

    A lead is an operator too, and does only what was asked for.
    """
    wanted = frozenset(roles)
    home = pack.sub_centre_of_seat(DEMO_SEAT)
    places = {"*", f"sub_centre:{home.code}" if home else "*"}
    here = (each for each in demo_people(pack) if each.place in places and each.roles & wanted)
    return [replace(each, roles=each.roles & wanted) for each in here]


def work(
    address: str, pack: CityPack, roles: Iterable[Role], *, seed: int, lies_s: float, tell: Callable[[Done], None],
    stop: threading.Event,
) -> None:  # fmt: skip
    """Let the people of these roles work at the centre at an address of this machine until `stop` is set.

    A case lies for `lies_s` on average before any of them touches it. Raises `NotADemoError` before anybody signs in
    where the centre is no demo centre of this city, and `httpx.HTTPError` where it does not answer.
    """
    base = httpx.URL(address)
    if not is_loopback(base.host):
        raise NotADemoError(tr("simulated people work only at a demo centre of this machine, such as 127.0.0.1"))
    with httpx.Client(base_url=base, timeout=_PATIENCE_S, trust_env=False) as client:
        check_demo(client, pack.city)
        pace = Pace(lies_s, lies_s * _TAKES)
        people = chosen_people(pack, roles)
        company = Company(
            pack, people, lambda each: PersonalLine(client, each.operator_id, pack.city), seed=seed, pace=pace
        )
        every = min(max(lies_s * _LOOK_EVERY, _LEAST_S), _MOST_S)
        failed = 0
        while not stop.wait(every):
            try:
                for done in company.round(_now):
                    tell(done)
                    if stop.is_set():
                        return
                failed = 0
            except httpx.HTTPError:
                failed += 1
                if failed >= _FAILURES:
                    raise


def named(names: Sequence[str]) -> tuple[Role, ...]:
    """Return roles by their names; all that can be simulated without names. Raises `ValueError` with the wrong name."""
    known = {role.value: role for role in ROLES}
    if unknown := [name for name in names if name not in known]:
        raise ValueError(unknown[0])
    return tuple(known[name] for name in names) or ROLES


def _now() -> datetime:
    return datetime.now(UTC)
