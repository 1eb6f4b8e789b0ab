"""What is kept of a call that makes no work order: the call itself, or the notice that an operator was abused."""

from datetime import datetime

from case_api.cipher import Cipher
from case_api.sync.alerting import alert_of
from case_api.sync.verdict import LoggedCall, Source
from hotline.case_doc import AlertDoc, CallDoc
from hotline.commands import LogCall, MarkAbuse
from hotline.masking import masked_value
from hotline.wire import Mutation


def abuse_told(source: Source, mutation: Mutation, command: MarkAbuse, at: datetime) -> AlertDoc:
    """Return what leads are told of an operator who was abused, the caller masked."""
    call_id = str(command.call.call_id) if command.call.call_id else ""
    caller = masked_value("caller_phone", command.caller_phone)
    return alert_of(source, mutation, at, "abuse", call_id=call_id, seconds=command.seconds, caller=caller)


def logged(cipher: Cipher, source: Source, mutation: Mutation, command: LogCall, at: datetime) -> LoggedCall:
    """Return the call as the centre keeps it."""
    key = cipher.phone_key(command.caller_phone)
    doc = CallDoc(
        id=mutation.mutation_id,
        at=at,
        outcome=command.outcome,
        seat=source.seat,
        operator=mutation.operator_id,
        note=command.note,
        phone_keys=(key,) if key else (),
    )
    return LoggedCall(doc, command.caller_phone)
