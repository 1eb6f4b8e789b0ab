"""Marks (得分): what a call earned, item by item, what was lost, why, and where in the record it shows. Plain values.

The words for each loss stand with the screens; here is its code, with the values that belong into the words:

| code | values | lost because |
|---|---|---|
| `nothing_on_file` | | nothing came of the call |
| `not_on_file` | `op` | a record of the reference has no counterpart |
| `with_act` | `op` | the item is earned with a command that was not given |
| `case_type`, `class`, `area` | `is`, `should` | another code was taken down |
| `number`, `name` | `is`, `should` | another number or name was taken down, or none |
| `wish` | `field` | `anonymous` or `confidential` was asked for and is not set, or the other way round |
| `fact`, `address_fact`, `answer_fact` | `fact` | text, address or answer does not state this fact |
| `missing_act`, `needless_act` | `op` | a command of the reference is missing, or one more was given |
| `detail` | `field`, `is`, `should` | another line, reason, route, urgency, outcome … was taken down |
| `wrong_case` | `is`, `should` | the command went to another case |
| `no_key`, `slow_key` | `seconds`, `by` | no key came after the answer, or the first one late |
| `slow_save` | `seconds`, `by` | the last record was on file late |
| `never_ready`, `slow_wrap_up` | `seconds`, `by` | the call was never wrapped up, or late |
| `corrections` | `taken_back`, `typed` | much of what was typed was taken back |
| `wrong_keys` | `count` | keys that did nothing |
| `no_greeting`, `late_greeting`, `question_first` | `seconds` | the greeting was not said, late, or after a question |
| `forbidden_word` | `word` | a record holds this word |
| `early_read_back` | `field` | read back while this field was still empty, and not again afterwards |
| `no_read_back`, `late_read_back`, `read_back_again` | `times` | never, only after the record, or more than once |
| `trap` | `trap` | the mistake that the scenario leads to |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Span = tuple[int, int]
"""From and to, in milliseconds of the session's record."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Points that an item lost. `about` is the field of the record, or `op` or `case`, that it comes from, if any."""

    code: str
    points: float
    values: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Span, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class ItemMark:
    """What an item earned `of` its points."""

    item: str
    of: float
    got: float
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Fatal:
    """Something that makes the whole 0 (`city_packs.rubric.FATALS`), with the trap that it came by, if any."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one call, by a version of a scenario and of the rubric. `total` is 0 where anything is fatal."""

    scenario: str
    version: int
    rubric: int
    total: float
    fatal: tuple[Fatal, ...]
    items: tuple[ItemMark, ...]
