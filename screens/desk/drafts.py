"""Drafts at the desk: set aside, taken up again, thrown away after a question, had back; and what waits elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from local_cache.model import Draft
from screens.desk.call import DeskCall
from screens.desk.calls import Calls
from screens.desk.on_desk import OnDesk
from screens.parts.ask import Choose, Option, Write
from screens.parts.base import label_of
from screens.parts.case_words import field_words, number_words
from screens.parts.left_written import half_written, place_of, way_to
from screens.services import Go
from widgets.clock_text import at
from wording import listed, mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Callable

    from screens.services import Place

NAME_LIMIT = 40
"""Signs of a draft's name; more would not be read in a list."""
_DISCARDED, _DROP, _HANG_UP, _ELSEWHERE = "discarded", "drop", "hang_up", "elsewhere"


class Drafts(Calls):
    """What becomes of a draft that is not filed now."""

    # ---- parking

    def action_park(self) -> None:
        """Ask for the draft's name and set it aside; Enter alone keeps the name that it has by itself."""
        self.view.read_all()
        if self.only_rings:
            self.say(lambda: tr("Nothing has been taken down yet"), true=lambda: self.only_rings)
            return
        name = (self.desk.name() or self.name_by_time())[:NAME_LIMIT]
        if self.desk.call.is_live and self.desk.call.call_id:
            heading = mark("Park and hang up. Enter keeps this name, or type another: {name}")
        else:
            heading = mark("Park. Enter keeps this name, or type another: {name}")
        self.ask(Write(lambda: tr(heading).format(name=name), mark("Draft name"), limit=NAME_LIMIT), self._park)

    def _park(self, name: str | None) -> None:
        if name is None or self.done is not None or self.desk.is_blank:
            return
        self.desk.named = name.strip() or self.desk.named

        def parked() -> None:
            if self.done is None and self.desk.is_blank and not self.unheard:
                self.say(lambda: tr("Parked: {name}").format(name=draft.name), true=lambda: self.desk.is_blank)

        def not_parked(error: Exception) -> None:
            # It is given to the disk again from the desk, or, where the next call lies there, from among the parked.
            if self.done is None and self.desk.is_blank:
                self.take_up(draft.id)
            else:
                self.keeper.write(draft)
            self.seat_failed(error)

        draft = self.set_aside(parked, not_parked)
        self.open(OnDesk.blank(self.pack, self.now()))

    # ---- the lists

    def action_drafts(self) -> None:
        """List the parked drafts, and what was thrown away; the one chosen comes back to the desk.

        What waits half written in the search or in a work list stands first, and leads there.
        """
        parked, discarded, elsewhere = self.parked, len(self.discarded), half_written(self.services)
        if self.has_no_drafts():
            self.say(lambda: tr("No draft is parked, and none was thrown away"), true=self.has_no_drafts)
            return

        def options() -> list[Option]:
            listed = []
            for each in elsewhere:
                place = place_of(self.services, each)
                where = tr("half written in {place}").format(place=label_of(way_to(place)))
                listed.append(Option(_ELSEWHERE + place, f"{each.called()}   {where}"))
            listed += [Option(each.id, self._label(each)) for each in parked]
            if discarded:
                words = tr("Thrown away in the last 30 days: {count}").format(count=discarded)
                listed.append(Option(_DISCARDED, words))
            return listed

        self.app.push_screen(Choose(lambda: self._hangs_up() or tr("Parked drafts"), options), self._draft_chosen)

    def has_no_drafts(self) -> bool:
        """Say whether there is no draft to take up or to have back, and none that waits elsewhere."""
        return not self.parked and not self.discarded and not half_written(self.services)

    def arrive(self) -> None:
        """Say to who comes from elsewhere what waits there half written; what is said already goes before it."""
        waiting = next(iter(half_written(self.services)), None)

        def words() -> str:
            half = tr("Half written in {place}: {name}. To go on with it: {key}")
            way = way_to(place_of(self.services, waiting)) if waiting else ""
            name = waiting.called() if waiting else ""
            return half.format(place=label_of(way), name=name, key=self.key_of(way))

        if waiting is not None and self.says_nothing:
            self.say(words, true=lambda: any(each is waiting for each in self.services.screens_up()))
        self.load_discarded()  # it may have been thrown away there
        self.paint_keys()

    def _draft_chosen(self, key: str | None) -> None:
        if key == _DISCARDED:
            discarded = self.discarded

            def options() -> list[Option]:
                return [Option(each.id, self._label(each)) for each in discarded]

            def heading() -> str:
                return self._hangs_up() or tr("Thrown away: choose one to have it back")

            self.app.push_screen(Choose(heading, options), self._take_back)
        elif key is not None and key.startswith(_ELSEWHERE):
            self.post_message(Go(cast("Place", key.removeprefix(_ELSEWHERE))))
        else:
            self.take_up(key)

    def _hangs_up(self) -> str:
        """Return the warning that stands above the lists while a caller would be hung up, else nothing."""
        call = self.done.call if self.done else self.desk.call
        if not (call.is_live and call.call_id):
            return ""
        return tr("The caller is on the line: taking up the draft of another call hangs up")

    def _label(self, draft: Draft) -> str:
        return f"{draft.name or tr('no name yet')}   {at(draft.updated_at, self.now(), self.zone)}"

    # ---- taking up

    def take_up(self, draft_id: str | None) -> None:
        """Take a parked draft up again; what lies on the desk is parked for it."""
        wanted = next((each for each in self.parked if each.id == draft_id), None)
        if wanted is not None:
            self.parked = tuple(each for each in self.parked if each.id != draft_id)
            self._bring(wanted)

    def _take_back(self, draft_id: str | None) -> None:
        wanted = next((each for each in self.discarded if each.id == draft_id), None)
        if wanted is not None:
            self.discarded = tuple(each for each in self.discarded if each.id != draft_id)
            self._bring(wanted)
            self.say(lambda: tr("Back on the desk: {name}").format(name=wanted.name or tr("no name yet")))

    def _bring(self, wanted: Draft) -> None:
        desk = OnDesk.reopened(wanted, self.pack)
        desk.call = desk.call.put_aside(wanted.updated_at)  # it may have been spoken in when its operator signed out
        if self.done is not None:
            if _is_same(desk.call, self.done.call):
                desk.call = replace(self.done.call, on_file=True)
            else:
                self._end(self.done.call)
        elif self.desk.is_unwritten and _is_same(desk.call, self.desk.call):
            # Thrown away while its caller stayed on the line: the call goes on where it is.
            desk.call = self.desk.call
            self.keeper.put_away(self.desk.draft_id)
        else:
            self.lay_aside()
        self.open(desk, wanted.focus, wanted.caret)

    def action_find(self) -> None:
        """Go to the search; from a draft that was begun elsewhere to the case that it is about."""
        case = self.desk.chosen_line() if self.done is None and self.desk.act else None
        if case is not None and case.number:
            self.post_message(Go("find", case_id=str(case.case_id), words=number_words(case.number)))
        else:
            super().action_find()

    # ---- throwing away

    def discard(self) -> None:
        """Ask once before the draft goes, and say what goes with it; a caller is hung up only if that is chosen."""
        self.view.read_all()
        live = self.desk.call.is_live
        if self.desk.is_unwritten and not live:
            self.drop()
            return

        def options() -> list[Option]:
            lost = self.lost()
            if not live:
                return [Option(_HANG_UP, tr("Throw it away"), lost)]
            return [
                Option(_DROP, tr("Throw it away; the caller stays on the line"), lost),
                Option(_HANG_UP, tr("Throw it away and hang up"), lost),
            ]

        self.ask(Choose(lambda: tr("Throw the draft away?"), options), self._discarded)

    def lost(self, *kept: str) -> str:
        """Return what goes with the draft but for the fields that are `kept`, and how it comes back."""
        form, desk = self.desk.form, self.desk
        if desk.is_unwritten:
            return tr("Nothing has been taken down yet")
        said = [field_words(name) for name in form.values if name not in ("content", *kept)]
        if content := form.text("content"):
            said.insert(
                0,
                trn("{field} {count} character", "{field} {count} characters", len(content)).format(
                    field=field_words("content"), count=len(content)
                ),
            )
        if desk.answer:
            said.append(tr("Answer"))
        return tr("What goes: {fields}. {key} brings it back within 30 days").format(
            fields=listed(said), key=self.key_of("drafts")
        )

    def _discarded(self, key: str | None) -> None:
        if key is None or self.done is not None:
            return
        name = self.desk.name() or self.name_by_time()

        def put_away() -> None:
            if self.desk.is_unwritten and not self.unheard:

                def words() -> str:
                    return tr("Thrown away: {name}. {key} brings it back").format(name=name, key=self.key_of("drafts"))

                self.say(words, true=lambda: self.desk.is_unwritten)

        self.drop(put_away, hang_up=key == _HANG_UP)

    # ---- reading them

    def load_drafts(self, then: Callable[[], object]) -> None:
        """Read the operator's drafts from the seat: the one that was on the desk, and the parked ones.

        Go on with `then` in any case: what the seat was in is judged by what is on the desk, and so not before.
        """

        def came(drafts: list[Draft]) -> None:
            self._drafts_came(drafts)
            then()

        def failed(error: Exception) -> None:
            self.seat_failed(error)
            then()

        self.when_done(self.services.seat.drafts(self.operator), came, failed)
        self.load_discarded()

    def load_discarded(self) -> None:
        """Read from the seat what the operator threw away; a draft in which nothing was written is no loss."""

        def take(drafts: list[Draft]) -> None:
            self.discarded = tuple(each for each in drafts if each.fields)
            self.paint_keys()

        self.when_done(self.services.seat.discarded_drafts(self.operator), take)

    def _drafts_came(self, drafts: list[Draft]) -> None:
        present = self.desk.draft_id
        loose = [each for each in drafts if not each.parked and not each.kept and each.id != present]
        self.parked = tuple(each for each in drafts if (each.parked or each.kept) and each.id != present)
        if loose and self.done is None and self.desk.is_blank:
            newest = max(loose, key=lambda each: each.updated_at)
            loose.remove(newest)
            self.open(OnDesk.reopened(newest, self.pack), newest.focus, newest.caret)
        self.parked = (*self.parked, *loose)
        self.paint_side()
        self.paint_keys()


def _is_same(one: DeskCall, other: DeskCall) -> bool:
    """Say whether both are one call that is still going on."""
    known = other.is_live and one.answered_at is not None
    return known and (one.call_id, one.answered_at) == (other.call_id, other.answered_at)
