"""Whether what is really so in a scenario and its reference say the same: else nobody could be marked by it."""

from city_packs.model import CityPack
from city_packs.rows import Row
from city_packs.scenario import ReferenceRecord, Truth
from city_packs.scenario_fields import FILING
from city_packs.toml_file import TomlFile
from hotline.codes import RefusalKind, Validity
from wording import tr

_SAME = ("case_type", "class_code", "area_code", "urgency")
_NOT_TAKEN = {
    Validity.OUT_OF_SCOPE: RefusalKind.OUT_OF_SCOPE,
    Validity.BEYOND_POLICY: RefusalKind.AGAINST_POLICY,
}
_TOLD_OFF = (*_NOT_TAKEN, Validity.LAWFUL_ROUTE)


def check_truth(file: TomlFile, truth: Truth, records: tuple[ReferenceRecord, ...], pack: CityPack) -> None:
    """Take down each value of the reference, and of the truth, that contradicts the other."""
    row = file.table("truth")
    rows = file.entries("record")
    filed = [place for place, record in enumerate(records) if record.op in FILING]
    # Of a call that is several cases the truth is that of the first one.
    for place in filed[:1] if truth.cases > 1 else filed:
        _check_values(rows[place], truth, records[place])
    for place, record in enumerate(records):
        if record.op == "propose_refusal":
            _check_refusal(rows[place], truth, record, pack)
        if record.op == "hand_off" and record.values.get("line") != truth.emergency:
            message = tr("hands off to {line}, and the truth's emergency is {emergency}")
            words = message.format(line=record.values.get("line"), emergency=truth.emergency or tr("none"))
            rows[place].wrong("line", words)
    _check_whole(row, truth, records)


def _check_values(row: Row, truth: Truth, record: ReferenceRecord) -> None:
    for name in _SAME:
        told, so = record.values.get(name, ""), getattr(truth, name)
        if told and so and told != so:
            row.wrong(name, tr("says {told}, and the truth is {so}").format(told=told, so=so))


def _check_refusal(row: Row, truth: Truth, record: ReferenceRecord, pack: CityPack) -> None:
    told = record.values
    expected = _NOT_TAKEN.get(Validity(truth.validity)) if truth.validity in frozenset(Validity) else None
    if truth.validity not in _TOLD_OFF:
        message = tr("refuses, and by the truth the demand is {validity}")
        row.wrong("op", message.format(validity=truth.validity or tr("none")))
    elif expected and told.get("refusal") != expected:
        row.wrong("refusal", tr("says {told}, and the truth is {so}").format(told=told.get("refusal"), so=expected))
    reason = pack.refusal_reasons.get(str(told.get("reason", "")))
    for name, so in (("refusal", reason.kind), ("legal_route", reason.route)) if reason else ():
        if told.get(name) != so:
            message = tr("says {told}, and the reason {reason} has {so}")
            row.wrong(name, message.format(told=told.get(name), reason=told["reason"], so=so))


def _check_whole(row: Row, truth: Truth, records: tuple[ReferenceRecord, ...]) -> None:
    ops = [record.op for record in records]
    if truth.emergency and "hand_off" not in ops:
        row.wrong("emergency", tr("no record hands the call to {line}").format(line=truth.emergency))
    if truth.validity in _TOLD_OFF and not {"propose_refusal", "answer_directly", "log_call"} & {*ops}:
        row.wrong("validity", tr("no record refuses or answers what is {validity}").format(validity=truth.validity))
    if truth.repeats and not any(record.case == truth.repeats for record in records):
        row.wrong("repeats", tr("no record is an urge or a note for {case}").format(case=truth.repeats))
    filed, meant = sum(op in FILING for op in ops), truth.cases - bool(truth.repeats)
    if filed != max(meant, 0) and all(ops):
        message = tr("new cases by the truth: {meant}, by the records: {filed}")
        row.wrong("cases", message.format(meant=max(meant, 0), filed=filed))
