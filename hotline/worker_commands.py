"""Commands that nobody types: the centre's worker gives them when their time has come."""

from typing import Literal

from hotline.work_order_text import CommandBase


class NoteLight(CommandBase):
    """亮灯: a lamp of the case has changed. A red one on handling is an urging notice to the unit at once."""

    op: Literal["note_light"] = "note_light"


class SettleDue(CommandBase):
    """核定时限: the year file has come; what was provisional is computed anew and stands."""

    op: Literal["settle_due"] = "settle_due"


class CloseUnreachable(CommandBase):
    """无法回访办结: the citizen was tried often enough over enough days."""

    op: Literal["close_unreachable"] = "close_unreachable"


class FileAway(CommandBase):
    """归档: the window for objections is over. A merged case is filed with its parent."""

    op: Literal["file_away"] = "file_away"


class Recall(CommandBase):
    """收回: the unit that has the case in hand is not there any more; dispatch decides where it goes."""

    op: Literal["recall"] = "recall"
