"""Reads what is really so in a scenario, what a good record of it holds, and the mistakes it leads to."""

from city_packs.model import CityPack
from city_packs.rows import Row
from city_packs.rubric import FATALS, ITEMS
from city_packs.scenario import MOST_TEXT, Caller, Fact, PastCase, Question, ReferenceRecord, Trap, Truth
from city_packs.scenario_fields import (
    FILING,
    NEEDED,
    ON_A_CASE,
    VALUES,
    check_code,
    check_values,
    number,
    one_of,
    read_values,
    texts,
    whole,
    words,
)
from city_packs.stated import bare_word, states_fact
from city_packs.toml_file import TomlFile
from hotline.codes import Validity
from hotline.intake_rules import CONTENT_LIMIT
from wording import tr

_TRAPS_SAY = {"code", "item", "costs", "text", "text_en", "when", "says", "omits", "fatal"}
_OMITTED = frozenset({*Question, "calm"})
_FACTS = ("fact", "address", "answer")
_RECORD = {"op", "case", "text", "text_en", "forbidden", *_FACTS}


def read_truth(file: TomlFile, pack: CityPack, cases: tuple[PastCase, ...]) -> Truth:
    """Return what is really so."""
    row = file.table("truth", needed=True)
    codes = ("case_type", "class_code", "area_code", "urgency", "validity")
    row.only({*codes, "emergency", "repeats", "cases"})
    values = {name: row.text(name, needed=name in ("case_type", "urgency", "validity")) for name in codes}
    for name, value in values.items():
        if value:
            check_code(row, name, name, value, pack)
    if values["validity"]:
        one_of(row, "validity", values["validity"], frozenset(Validity))
    emergency = row.text("emergency", needed=False)
    if emergency:
        check_code(row, "emergency", "line", emergency, pack)
    return Truth(
        **values,
        emergency=emergency,
        repeats=_past_case(row, "repeats", row.text("repeats", needed=False), cases),
        cases=whole(row, "cases", 0, 5, 1),
    )


def read_records(file: TomlFile, pack: CityPack, cases: tuple[PastCase, ...]) -> tuple[ReferenceRecord, ...]:
    """Return the commands of a good record; there is at least one."""
    rows = file.entries("record")
    if not rows:
        file.top().wrong("record", tr("is missing: what does a good record of this call hold?"))
    records = tuple(_record(file, place, row, pack, cases) for place, row in enumerate(rows))
    urged = {record.case for record in records if record.op == "urge"}
    for row, record in zip(rows, records, strict=True):
        if record.op == "add_note" and record.case in urged:
            row.wrong("op", tr("what is said with an urging is its own text: leave the note out"))
    _check_codes_of_facts(file, len(rows))
    return records


def _check_codes_of_facts(file: TomlFile, records: int) -> None:
    """A loss names its fact by the code alone, of whichever record it is."""
    known: set[str] = set()
    for place in range(records):
        for row in (row for kind in _FACTS for row in file.entries("record", place, kind)):
            code = str(row.values.get("code", ""))
            if code in known:
                row.wrong("code", tr("{code} stands here already").format(code=code))
            known |= {code} - {""}


def read_traps(file: TomlFile, pack: CityPack, cases: tuple[PastCase, ...]) -> tuple[Trap, ...]:
    """Return the mistakes; what each costs is checked by playing it (`practice.check`)."""
    traps: dict[str, Trap] = {}
    for row in file.entries("trap"):
        row.only(_TRAPS_SAY)
        trap = _trap(row, pack, cases)
        if trap.code in traps:
            row.wrong("code", tr("{code} stands here already").format(code=trap.code))
        traps[trap.code] = trap
    return tuple(traps.values())


def _record(file: TomlFile, place: int, row: Row, pack: CityPack, cases: tuple[PastCase, ...]) -> ReferenceRecord:
    op = row.text("op")
    if op and not one_of(row, "op", op, frozenset(VALUES)):
        op = ""
    allowed = VALUES.get(op, frozenset().union(*VALUES.values()))
    row.only(_RECORD | allowed)
    values = read_values(row, {name: value for name, value in row.values.items() if name in allowed})
    check_values(row, values, pack)
    for name in NEEDED.get(op, ()):
        if row.values.get(name, "") == "":
            row.wrong(name, tr("is missing: {op} needs it").format(op=op))
    case = _past_case(row, "case", row.text("case", needed=op in ON_A_CASE), cases)
    if case and op and op not in ON_A_CASE:
        row.wrong("case", tr("{op} is given to no past case").format(op=op))
    record = ReferenceRecord(
        op=op,
        values=values,
        text=words(row, "text", most=CONTENT_LIMIT, needed=op in FILING or op == "add_note"),
        case=case,
        facts=_facts(file, place, "fact"),
        address=_facts(file, place, "address"),
        answer=_facts(file, place, "answer"),
        forbidden=texts(row, "forbidden"),
    )
    _check_facts_are_stated(file, place, record)
    return record


def _facts(file: TomlFile, record: int, kind: str) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    for row in file.entries("record", record, kind):
        row.only({"code", "text", "text_en", "any_of"})
        told = words(row, "text", most=MOST_TEXT, on_one_line=True)
        fact = Fact(row.code("code"), told, texts(row, "any_of", needed=True))
        if kind != "address" and (bare := bare_word(fact)):
            message = tr("states it whatever is said of {word}: name what the fact says of it too, such as {example}")
            row.wrong("any_of", message.format(word=bare, example="电梯…停"))
        facts.append(fact)
    return tuple(facts)


def _check_facts_are_stated(file: TomlFile, place: int, record: ReferenceRecord) -> None:
    """The reference's own text states its own facts, in both languages: else nobody could earn them."""
    row = file.entries("record")[place]
    if record.answer and record.op != "answer_directly":
        row.wrong("answer", tr("only answer_directly has an answer"))
    if record.address and not record.values.get("address_text"):
        row.wrong("address_text", tr("is missing: facts of the address are asked for"))
    told = {
        "fact": {"text": record.text.zh, "text_en": record.text.en},
        "answer": {"text": record.text.zh, "text_en": record.text.en},
        "address": {"address_text": str(record.values.get("address_text", ""))},
    }
    for kind, facts in (("fact", record.facts), ("answer", record.answer), ("address", record.address)):
        for entry, fact in zip(file.entries("record", place, kind), facts, strict=False):
            for name, text in told[kind].items():
                if text and fact.any_of and not states_fact(text, fact):
                    message = tr("none of these stands in the reference's own {name}")
                    entry.wrong("any_of", message.format(name=name))


def check_told_in_english(file: TomlFile, caller: Caller, records: tuple[ReferenceRecord, ...]) -> None:
    """Who writes down the caller's own words states what they state: in English, too, where he says it in Chinese."""
    for place, record in enumerate(records):
        for kind, facts in (("fact", record.facts), ("address", record.address)):
            for entry, fact in zip(file.entries("record", place, kind), facts, strict=False):
                stating = [told for told in caller.told if told.en and states_fact(told.zh, fact)]
                if stating and not any(states_fact(told.en, fact) for told in caller.told):
                    message = tr("none of these stands in the caller's own English for it: {words}")
                    entry.wrong("any_of", message.format(words=stating[0].en))


def _trap(row: Row, pack: CityPack, cases: tuple[PastCase, ...]) -> Trap:
    fatal = row.text("fatal", needed=False)
    if fatal:
        one_of(row, "fatal", fatal, FATALS)
        costs = number(row, "costs", 100, 100, 100)
        item = ""
        if "item" in row.values:
            row.wrong("item", tr("a fatal mistake makes the whole 0: it has no item"))
    else:
        item, costs = row.text("item"), number(row, "costs", 0.5, 100)
        if item:
            one_of(row, "item", item, frozenset(ITEMS))
    trap = Trap(
        code=row.code("code"),
        item=item,
        costs=costs,
        words=words(row, "text", most=MOST_TEXT, on_one_line=True),
        when=_when(row, pack, cases),
        says=texts(row, "says"),
        omits=row.text("omits", needed=False),
        fatal=fatal,
    )
    if trap.omits:
        one_of(row, "omits", trap.omits, _OMITTED)
    if sum(map(bool, (trap.when, trap.says, trap.omits))) != 1:
        row.wrong("when", tr("a trap has one of when, says and omits"))
    return trap


def _when(row: Row, pack: CityPack, cases: tuple[PastCase, ...]) -> dict[str, str | bool]:
    written = row.values.get("when", {})
    if not isinstance(written, dict):
        row.wrong("when", tr("must be values in braces, such as {example}").format(example='{ area_code = "370402" }'))
        return {}
    known = {"op", "case"}.union(*VALUES.values())
    for name in written.keys() - known:
        row.wrong("when", tr("{name} is no value of a record").format(name=name))
    values = read_values(row, {name: value for name, value in written.items() if name in known}, "when")
    check_values(row, values, pack, "when")
    if "op" in values:
        one_of(row, "when", str(values["op"]), frozenset(VALUES))
    if "case" in values:
        _past_case(row, "when", str(values["case"]), cases)
    return values


def _past_case(row: Row, field: str, code: str, cases: tuple[PastCase, ...]) -> str:
    if code and code not in {case.code for case in cases}:
        row.wrong(field, tr("{code} is no past case of this scenario: see [[case]]").format(code=code))
    return code
