"""What the desk says of the seat as a whole: alerts for a lead, an ended sign-in, a damaged file that was replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.codes import Role
from screens.desk.questions import Questions
from screens.parts.ask import Choose, Option
from screens.parts.trouble import who_may
from wording import tr, trn

if TYPE_CHECKING:
    from local_cache.model import Draft


class SeatWords(Questions):
    """Words that belong to no call: each stands until it is true no longer, or until somebody has read it."""

    def __init__(self) -> None:
        super().__init__()
        self._told_recovery = ""

    def tell_takes_no_calls(self) -> None:
        """Say that who is signed in may file nothing, whatever is typed: before a caller is taken down for nothing."""
        session = self.services.session

        def words() -> str:
            may = tr("This sign-in takes no calls: {who} do. Sign in as one, or ask the administrator for that role")
            return may.format(who=who_may("file_case"))

        if not self.takes_calls:
            self.say_standing(words, lambda: self.services.session is session)

    def _drafts_came(self, drafts: list[Draft]) -> None:
        super()._drafts_came(drafts)
        self._tell_parked()

    def _tell_parked(self) -> None:
        """Say to who comes to the desk what was kept for them, or handed over; what is said already goes before it."""
        parked = self.parked

        def words() -> str:
            wait = trn("{count} draft waits for you: {key}", "{count} drafts wait for you: {key}", len(parked))
            return wait.format(count=len(parked), key=self.key_of("drafts"))

        if parked and self.done is None and self.desk.is_blank and self.says_nothing:
            self.say(words, true=lambda: self.parked == parked)

    def tell_alerts(self) -> None:
        """Say to a lead how many alerts there are that nobody has noted as seen here."""
        if Role.LEAD in self.services.roles:
            self.when_done(self.services.seat.alerts(), lambda alerts: self._tell_count(len(alerts)))

    def _tell_count(self, count: int) -> None:
        def words() -> str:
            alerts = trn("{count} alert for the lead: press {key}", "{count} alerts for the lead: press {key}", count)
            return alerts.format(count=count, key=self.key_of("needs_you"))

        if count:
            self.say(words, wrong=True)

    def tell_ended(self) -> None:
        """Say that the centre has ended the operator's sign-in, as long as it is the same one."""
        ended = self.services.session

        def words() -> str:
            lock = self.key_of("lock")
            return tr("Your sign-in has ended. Press {key} and sign in again; nothing is lost").format(key=lock)

        self.say_standing(words, lambda: self.services.session is ended)

    def tell_recovery(self) -> None:
        """Say what may be missing after a damaged file was replaced; it stays until somebody has read it."""
        words = self.services.seat.status.recovered
        if not words or words == self._told_recovery or self.app.screen is not self:  # not over another question
            return
        self._told_recovery = words
        question = Choose(
            lambda: tr("A work file was damaged and has been replaced"),
            lambda: [Option("read", tr("I have read it"), words)],
        )
        self.app.push_screen(question, self._recovery_read)

    def _recovery_read(self, key: str | None) -> None:
        words, self._told_recovery = self._told_recovery, self._told_recovery if key is None else ""
        if key is not None and self.services.seat.status.recovered == words:  # else the next one has come meanwhile
            self.when_done(self.services.seat.seen_recovery(), lambda _: None)
