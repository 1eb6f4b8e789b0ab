"""The desk's form as a pure model: values, what is still missing, where Enter goes next.

It knows nothing of widgets and loads no pydantic, so that the desk is up before anything heavy is.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hotline.intake_rules import REQUIRED
from screens.desk.form_fields import DEFAULTS, DESK_FIELDS, FIELDS, FieldKind
from screens.desk.form_problems import Problem, ProblemKind, bad_text

if TYPE_CHECKING:
    from city_packs.model import CityPack

Value = str | bool
FILE_CASE = "file_case"


class DeskForm:
    """What the operator has taken down so far.

    `caller_phone` is the number that the switch showed, empty when it showed none. Type and urgency follow the class
    until the operator has chosen them; what was chosen stays when the class changes.
    """

    def __init__(self, pack: "CityPack", values: Mapping[str, Value] | None = None, caller_phone: str = "") -> None:
        self.pack = pack
        self.caller_phone = caller_phone
        self._values: dict[str, Value] = dict(values or {})
        self._chosen = {name for name in ("case_type", "urgency") if self._differs_from_class(name)}

    def __getitem__(self, name: str) -> Value:
        kind = FIELDS[name].kind
        return self._values.get(name, DEFAULTS.get(name, False if kind is FieldKind.TOGGLE else ""))

    def text(self, name: str) -> str:
        """Return a value that is no toggle."""
        return str(self[name])

    @property
    def values(self) -> dict[str, Value]:
        """Return a copy of all that differs from an empty form, as a draft keeps it."""
        return dict(self._values)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing has been taken down yet."""
        return not self._values

    def put(self, name: str, value: Value) -> frozenset[str]:
        """Set one field as the operator did; return the names of all fields whose value changed."""
        before = {each: self[each] for each in (name, "case_type", "urgency")}
        self._store(name, value)
        if name in ("case_type", "urgency"):
            self._chosen.add(name)
        if name == "class_code":
            self._follow_class()
        return frozenset(each for each, old in before.items() if self[each] != old)

    def _store(self, name: str, value: Value) -> None:
        if value in ("", False) or value == DEFAULTS.get(name):
            self._values.pop(name, None)
        else:
            self._values[name] = value

    def _follow_class(self) -> None:
        for name in ("case_type", "urgency"):
            if name not in self._chosen:
                self._store(name, self._of_class(name))

    def _of_class(self, name: str) -> str:
        leaf = self.pack.classes.get(self.text("class_code"))
        return (getattr(leaf, name) or "") if leaf else ""

    def _differs_from_class(self, name: str) -> bool:
        return name in self._values and self._values[name] != self._of_class(name)

    def is_filled(self, name: str) -> bool:
        """Say whether a field needs no more: toggles and defaults always, the phone when a number is known.

        Blanks and line ends alone say nothing.
        """
        if name == "contact_phone":
            return bool(self.caller_phone or self[name] or self["anonymous"])
        return FIELDS[name].kind is FieldKind.TOGGLE or bool(str(self[name]).strip())

    def is_required(self, name: str, op: str = FILE_CASE) -> bool:
        """Say whether the command cannot do without the field; somebody must be reachable unless handed off."""
        return name in REQUIRED[op] or (name == "contact_phone" and op != "hand_off")

    def missing(self, op: str = FILE_CASE) -> tuple[str, ...]:
        """Return the fields that the command still needs, in the order of the desk."""
        return tuple(
            each.name for each in DESK_FIELDS if self.is_required(each.name, op) and not self.is_filled(each.name)
        )

    def problem(self, name: str) -> Problem | None:
        """Return what is wrong with what stands in a field; an empty one has no problem of its own."""
        value = self[name]
        if not isinstance(value, str) or not value:
            return None
        form_field = FIELDS[name]
        if form_field.kind is FieldKind.AREA and not self.pack.has_area(value):
            return Problem(name, ProblemKind.UNKNOWN_CODE)
        if form_field.kind is FieldKind.CLASS and not self.pack.has_class(value):
            return Problem(name, ProblemKind.UNKNOWN_CODE)
        return bad_text(form_field, value)

    def problems(self, op: str = FILE_CASE) -> dict[str, Problem]:
        """Return everything that stands in the way of the command, by field, in the order of the desk."""
        missing = self.missing(op)
        found: dict[str, Problem] = {}
        for name in FIELDS:
            problem = Problem(name, ProblemKind.MISSING) if name in missing else self.problem(name)
            if problem is not None:
                found[name] = problem
        return found

    def next_after(self, name: str) -> str:
        """Return where Enter goes: the next field that is not filled; the narrative is never passed over."""
        names = [each.name for each in DESK_FIELDS]
        for each in names[names.index(name) + 1 :] if name in names else names:
            if not self.is_filled(each):
                return each
        return names[-1]

    def next_missing(self, name: str, op: str = FILE_CASE) -> str | None:
        """Return the next field that the command still needs or that is wrong, from `name` round to it; else None."""
        wanted = self.problems(op)
        names = [each.name for each in DESK_FIELDS]
        start = names.index(name) + 1 if name in names else 0
        return next((each for each in (*names[start:], *names[:start]) if each in wanted), None)

    def first_open(self) -> str:
        """Return the field where a new call starts."""
        return next((each.name for each in DESK_FIELDS if not self.is_filled(each.name)), DESK_FIELDS[-1].name)

    def advice(self) -> str:
        """Return the code of the unit that usually handles this class at this place, empty when unknown."""
        unit = self.pack.usual_unit(self.text("class_code"), self.text("area_code"))
        return unit.code if unit else ""

    def title(self) -> str:
        """Return the title: as typed, else place and class, else the first line of the narrative; 100 characters."""
        if typed := self.text("title"):
            return typed
        area = self.pack.areas.get(self.text("area_code"))
        leaf = self.pack.classes.get(self.text("class_code"))
        made = (area.name if area else "") + (leaf.name if leaf else "")
        return (made or self.text("content").strip().split("\n", 1)[0][:40])[: FIELDS["title"].limit]
