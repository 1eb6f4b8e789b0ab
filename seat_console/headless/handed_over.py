"""What a console does with the work that a headless command hands it."""

from pathlib import Path

from local_cache.handoff import Handle, Message
from seat_console.crash import note_crash
from seat_console.exit_codes import Exit
from seat_console.trouble import words_for
from wording import speaking


def answered(answer: Handle, request: Message, log: Path) -> Message:
    """Do the work and answer in the language that the command speaks; whatever it asks, the console goes on.

    Where an error that nobody foresaw happened is noted in `log`.
    """
    with speaking(request.get("language")):
        try:
            return answer(request)
        except Exception as error:
            note_crash(log, error)
            return {"exit": int(Exit.BROKEN), "error": words_for(None)}
