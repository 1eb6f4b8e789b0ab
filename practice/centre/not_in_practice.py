"""What a centre answers and practice has not: work lists, reports and boards are refused, as to any operator."""
# ruff: noqa: ARG002

from abc import ABC, abstractmethod
from typing import Never
from uuid import UUID

from hotline.queue_doc import QueueName, QueuePage
from hotline.report_doc import RepeatReview, ReviewRequest
from local_cache.board_questions import Answer as BoardTold
from local_cache.board_questions import BoardAct, BoardQuestion
from local_cache.practice_questions import Wanted
from local_cache.report_questions import Answer, Form, ReportQuestion
from local_cache.sync.transport import Proof


class NotInPractice(ABC):
    """The methods of a line that lead to nobody in practice. Each raises `TransportProblem` (`forbidden`)."""

    @abstractmethod
    def _not_here(self) -> Never:
        """Raise `TransportProblem`, or `TransportDown` where there is no line."""

    def sign_in_beside(self, operator_id: str, password: str) -> str:
        """Refuse: nobody sits beside a trainee."""
        self._not_here()

    def queue(self, name: QueueName, cursor: str, proof: Proof) -> QueuePage:
        """Refuse: a trainee takes calls."""
        self._not_here()

    def report(self, question: ReportQuestion[Answer], proof: Proof) -> Answer:
        """Refuse: what practice comes to is told by its marks."""
        self._not_here()

    def whole_report(self, period: str, form: Form, language: str, proof: Proof) -> bytes:
        """Refuse, as `report` does."""
        self._not_here()

    def whole_practice(self, wanted: Wanted, form: Form, language: str, proof: Proof) -> bytes:
        """Refuse: a trainer reads it at the centre."""
        self._not_here()

    def review_repeat(self, key: UUID, asked: ReviewRequest, proof: Proof) -> RepeatReview:
        """Refuse, as `report` does."""
        self._not_here()

    def board(self, question: BoardQuestion[BoardTold], proof: Proof) -> BoardTold:
        """Refuse: there is no lead."""
        self._not_here()

    def board_act(self, act: BoardAct[BoardTold], proof: Proof) -> BoardTold:
        """Refuse: there is no lead."""
        self._not_here()
