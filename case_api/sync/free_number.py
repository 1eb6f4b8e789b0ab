"""Gives an intake the number that it is to bear: its own where that is free for it, else one of the centre's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from case_api.cases import numbers
from case_api.identity import GrantBook, Standing
from hotline import order_number
from hotline.commands import Command, FileCase
from hotline.dispatch_commands import Split


@dataclass(frozen=True, slots=True)
class FreeNumbers:
    """The numbers as one transaction knows them: `taken` are those of the mutations at hand that a case has.

    `seat` is the one whose outbox is judged ("0042"), empty at the centre.
    """

    conn: Connection
    grants: GrantBook
    seat: str
    taken: set[str]

    def numbered(
        self, command: Command, operator: str, at: datetime, *, is_new: bool, at_centre: bool
    ) -> tuple[Command, str]:
        """Return the command with the number that its case is to bear, and the one it came with if that is another.

        What nobody has minted a number for has one from the centre: the new case of a split, a case of a channel.
        """
        number = getattr(command, "number", "")
        if isinstance(command, Split) and not self._is_free(number):
            return command.model_copy(update={"number": numbers.next_number(self.conn, ())}), ""
        if number == "" and isinstance(command, FileCase) and at_centre:
            return command.model_copy(update={"number": numbers.next_number(self.conn, ())}), ""
        if not number or not is_new:
            return command, ""
        try:
            plain = order_number.plain(number)
        except order_number.NumberError:
            return command, ""  # the rulebook refuses it
        if plain not in self.taken and self._may_bear(plain, operator, at):
            return (command if plain == number else command.model_copy(update={"number": plain})), ""
        return command.model_copy(update={"number": numbers.next_number(self.conn, (plain,))}), plain

    def _is_free(self, number: str) -> bool:
        """Say whether a number is given and no case has it; what is no number is for the rulebook to refuse."""
        try:
            return number != "" and order_number.plain(number) not in self.taken
        except order_number.NumberError:
            return True

    def _may_bear(self, number: str, operator: str, at: datetime) -> bool:
        """Say whether a number was minted at this seat, or may have been where its operator had a right to work.

        Work comes under another seat's numbers where a queue was carried here, or the machine's seat code has changed;
        a number that callers were told is then not to change. Else it would use up what is that seat's to give.
        """
        minted_at = order_number.parse(number).seat
        if minted_at == self.seat:
            return True
        return minted_at != order_number.CENTRE_SEAT and (
            self.grants(self.conn, operator, minted_at)(at).standing is not Standing.UNKNOWN
        )
