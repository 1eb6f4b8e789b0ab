"""Explaining what is open: one item, or all of a kind or a unit at once. What is half written stays on this seat."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from hotline.desk_doc import NOTICE_LIMIT
from hotline.handover_doc import MOST_AT_ONCE, ItemKind
from local_cache import handover_questions as ask
from local_cache.errors import CentreSaid
from screens.parts.ask import Choose, Option, Write
from screens.parts.base import nothing
from screens.parts.case_words import unit_words
from screens.parts.fill_in import must_say
from screens.parts.given_acts import trouble_asked_again
from screens.parts.over import chosen_in, held_in
from screens.parts.trouble import trouble_words
from screens.shift.journal_lines import kind_words, which_words
from screens.shift.live import JournalLive
from wording import mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.handover_doc import Handover, JournalItem
    from local_cache.model import Draft
    from screens.parts.base import Said

EXPLAIN = "explain"
_ROWS = 3
_ABOUT = UUID("6d1f7a52-53c1-5a0e-9a0b-7d4a0d1c2b11")
"""What drafts of explanations are about is made from this and from what they explain."""
_ITEM, _KIND, _UNIT, _ALL = "item", "kind", "unit", "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """What one explanation is of: `key` says which items, the same in every journal of the sub-centre."""

    key: str
    items: tuple[JournalItem, ...]

    def about(self, sub_centre: str) -> UUID:
        """Return by what a draft of this explanation is known."""
        return uuid5(_ABOUT, f"{sub_centre} {self.key}")


class Explaining(JournalLive):
    """The acts on the items that are shown. Nothing is explained that the lead has not seen."""

    def __init__(self, *, id: str, sub_centre: str = "") -> None:  # noqa: A002
        super().__init__(id=id, sub_centre=sub_centre)
        self._left: dict[UUID, Draft] = {}

    @property
    def marked(self) -> JournalItem | None:
        """The item that the mark is on, of the journal that is worked on."""
        raise NotImplementedError

    @property
    def marked_kind(self) -> ItemKind | None:
        """The kind all of whose items the marked line stands for."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Return why nothing can be explained or signed here now, empty if it can."""
        raise NotImplementedError

    # ---- which items

    def action_explain(self) -> None:
        """Explain the marked item, beginning with what is there, or all of the marked kind."""
        of = self._to_explain()
        if of is None:
            return
        item, kind = self.marked, self.marked_kind
        if item is not None and of.handed is not None and not item.late:
            self.say(lambda: tr("This is signed and does not change: what came after it can be explained"), wrong=True)
        elif item is not None:
            scope = Scope(f"{_ITEM} {item.key}", (item,))
            self._ask(of, scope, item.explanation.words if item.explanation else "")
        elif scopes := [scope for scope in self._scopes(of) if scope.key == f"{_KIND} {kind}"]:
            self._ask(of, scopes[0])
        else:
            self.say(lambda: tr("Everything has an explanation") if kind else tr("Mark something that is open first"))

    def action_explain_all(self) -> None:
        """Explain at once all that have no explanation: of a kind, of a unit, of all."""
        of = self._to_explain()
        if of is None:
            return
        journal, scopes = of, {scope.key: scope for scope in self._scopes(of)}
        if not scopes:
            self.say(lambda: tr("Everything has an explanation"))
            return

        def options() -> list[Option]:
            return [Option(key, self._scope_words(scope)) for key, scope in scopes.items()]

        def chosen(key: str | None) -> None:
            if key is not None:
                self._ask(journal, scopes[key])

        self.app.push_screen(Choose(lambda: tr("Explain which of them, with the same words?"), options), chosen)

    def _to_explain(self) -> Handover | None:
        """Return the journal to write in; None where nothing can be explained, which is said."""
        if words := self.why_not():
            self.say(lambda: self.why_not() or words, wrong=True)
            return None
        return self.present

    def _scopes(self, of: Handover) -> list[Scope]:
        bare = [item for item in of.items if item.explanation is None and (item.late or of.handed is None)]
        red = tuple(item for item in bare if item.is_red)
        units = dict.fromkeys(item.unit for item in bare if item.unit)
        kinds = {item.kind for item in red}
        found = [
            *([Scope(f"{_ALL} red", red)] if len(kinds) > 1 else []),
            *(Scope(f"{_KIND} {kind}", tuple(item for item in bare if item.kind is kind)) for kind in ItemKind),
            *(Scope(f"{_UNIT} {unit}", tuple(item for item in bare if item.unit == unit)) for unit in units),
        ]
        return [scope for scope in found if scope.items]

    def _scope_words(self, scope: Scope) -> str:
        sort, _, code = scope.key.partition(" ")
        pack = self.services.city_pack
        count = len(scope.items)
        if sort == _ITEM:
            (item,) = scope.items
            return f"{kind_words(item.kind)} {which_words(item, pack)}"
        name = (
            tr("all red") if sort == _ALL else unit_words(pack, code) if sort == _UNIT else kind_words(ItemKind(code))
        )
        words = trn("{name}: {count} without explanation", "{name}: {count} without explanation", count)
        return words.format(name=name, count=count)

    # ---- the question

    def _ask(self, of: Handover, scope: Scope, text: str = "", wrong: Said = nothing, draft_id: str = "") -> None:
        """Ask for the words, of the journal as it was read; what was left half written stands there already."""

        def heading() -> str:
            return tr("Why is it still open, and what happens next? {what}").format(what=self._scope_words(scope))

        question = Write(
            heading, mark("Explanation"), text=text, wrong=wrong, rows=_ROWS, limit=NOTICE_LIMIT, check=must_say
        )
        left = self._left.pop(scope.about(of.sub_centre), None) if not draft_id else None
        if left is not None:
            draft_id = left.id
            question.take_up(held_in(left))
        question.keep_for(scope.about(of.sub_centre), draft_id, EXPLAIN, self._scope_words(scope), scope.key)

        def written(words: str | None) -> None:
            if words is not None:
                self._give(of, scope, words, question.draft_id)

        self.app.push_screen(question, written)

    def _give(self, of: Handover, scope: Scope, words: str, draft_id: str) -> None:
        keys = [item.key for item in scope.items[:MOST_AT_ONCE]]

        def came(told: Handover) -> None:
            self.services.seat.discard_draft(draft_id)
            self.came(told)
            said = trn("{count} explained", "{count} explained", len(keys))
            self.say(lambda: said.format(count=len(keys)))

        def failed(error: Exception) -> None:
            self.say(lambda: trouble_words(error), wrong=True)
            again = partial(self._ask_again, of, scope, words, partial(trouble_asked_again, error), draft_id)
            if isinstance(error, CentreSaid):
                self.read(again)  # what another lead has written is to be read first
            else:
                again()

        self.say(lambda: tr("Telling the centre ..."))
        self.when_done(self.services.seat.board_act(ask.explain(of, keys, words)), came, failed)

    def _ask_again(self, of: Handover, scope: Scope, words: str, why: Said, draft_id: str) -> None:
        """Ask once more with what was typed, unless something lies over this: its draft waits then for its key."""
        if self.app.screen is not self:
            self._read_left()
            return
        now = self.present if self.present is not None and self.present.begins == of.begins else of
        self._ask(now, scope, words, why, draft_id)

    # ---- what was left half written

    def _read_left(self) -> None:
        """Read what was left half written, and say so."""
        if self.services.session is not None:
            self.when_done(self.services.seat.drafts(self.services.session.operator_id), self._take_left)

    def _take_left(self, drafts: Sequence[Draft]) -> None:
        left = [draft for draft in drafts if draft.act == EXPLAIN and draft.case_id is not None and held_in(draft)]
        self._left = {draft.case_id: draft for draft in left if draft.case_id is not None}
        newest = max(left, key=lambda draft: draft.updated_at, default=None)
        if newest is not None and self.says_nothing:
            one = chosen_in(newest).partition(" ")[0] == _ITEM
            key = self.key_of("explain" if one else "explain_all")
            self.say(
                lambda: tr("Half written: {what}. {key} on the same goes on with it").format(what=newest.name, key=key)
            )
