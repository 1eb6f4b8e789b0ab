"""Every action of the console, in the order in which the help shows them."""

from widgets.command import ConsoleCommand
from wording import mark

DESK, FIND, CASE, NEEDS, DEMO = "desk", "find", "case", "needs_you", "demo"
SIGN_IN, LOCK = "sign_in", "lock"
DISPATCH, UNIT_DESK, CALLBACKS, SUPERVISION = "dispatch", "unit_desk", "callbacks", "supervision"
REPORTS = "reports"
REVIEWS = "reviews"
BOARD = "board"
SHIFT = "shift"
LEADER_DAYS = "leader_days"
TRAINER = "trainer"
PRACTICE, PRACTICE_HOME, MARKS, REPLAY = "practice", "practice_home", "marks", "replay"
OF_PRACTICE = frozenset({PRACTICE, PRACTICE_HOME, MARKS, REPLAY})
"""Places of practice alone; the first one stands for its desk, as `DEMO` does for all that there is in the demo."""
WORK_LISTS = (DISPATCH, UNIT_DESK, REPORTS, CALLBACKS, SUPERVISION, REVIEWS)
"""Screens with a work list: letters and Space are keys there."""

COMMANDS: tuple[ConsoleCommand, ...] = (
    ConsoleCommand("help", mark("Help"), mark("Show every key."), ("f1",), needed=True, without_session=True),
    ConsoleCommand(
        "next_call", mark("Next call"), mark("Take the call that rings, or open a new one."), ("f2",), (DESK,)
    ),
    ConsoleCommand("outcome", mark("Outcome"), mark("End the call without filing a case."), ("f3",), (DESK,)),
    ConsoleCommand("park", mark("Park"), mark("Set the draft aside under a name and go on."), ("f4",), (DESK,)),
    ConsoleCommand("another", mark("Another matter"), mark("After a save: take down another matter of the same call."),
                   ("f4",), (DESK,), instead_of="park"),
    ConsoleCommand("drafts", mark("Drafts"), mark("List the parked drafts and take one up again."), ("f5",), (DESK,)),
    ConsoleCommand("history", mark("History"), mark("Show what this caller brought before."), ("f6",), (DESK,)),
    ConsoleCommand("urge", mark("Urge"), mark("Urge an existing case."), ("f7",), (DESK, FIND, CASE)),
    ConsoleCommand("note", mark("Note"), mark("Add a note to an existing case."), ("f8",),
                   (DESK, FIND, CASE, *WORK_LISTS)),
    ConsoleCommand(
        "answer", mark("Answer"), mark("The operator answers directly; no unit is asked."), ("f9",), (DESK,)
    ),
    ConsoleCommand(
        "emergency", mark("110 119 120"), mark("Hand the call to an emergency line."), ("f12",), (DESK,), needed=True
    ),
    ConsoleCommand("save", mark("Save"), mark("File the case."), ("ctrl+s",), (DESK,), needed=True),
    ConsoleCommand("jump", mark("Go to"), mark("Go to a field by its number."), ("ctrl+g",), (DESK,)),
    ConsoleCommand("phrases", mark("Phrases"), mark("Insert a phrase or read a script."), ("ctrl+p",), (DESK,)),
    ConsoleCommand("abuse", mark("Abuse"), mark("Mark abuse and tell the lead."), ("ctrl+x",), (DESK,)),
    ConsoleCommand("hold", mark("Hold"), mark("Hold the call, or take it up again."), ("ctrl+o",), (DESK,)),
    ConsoleCommand(
        "pause", mark("Pause"), mark("Take no calls for a reason; the same key or Enter ends it."), ("ctrl+w",), (DESK,)
    ),
    ConsoleCommand(
        "call_missed", mark("Call back"), mark("Call the next one of those back who gave up while they waited."),
        ("ctrl+o",), (DESK,), instead_of="hold",
    ),
    ConsoleCommand(
        "hand", mark("Hand"), mark("Raise a hand for the lead; with one up: words, take it down, read the answer."),
        ("ctrl+t",), (DESK,),
    ),
    ConsoleCommand(
        "leader_guest", mark("Leader"),
        mark("Let the leader answer whom the rota names; with one here: end it, write a sentence on it."),
        ("ctrl+r",), (DESK,), instead_of="desk",
    ),
    ConsoleCommand("find", mark("Find"), mark("Search cases."), ("ctrl+f",)),
    ConsoleCommand("needs_you", mark("Needs you"), mark("Show what needs a decision of yours."), ("ctrl+y",)),
    ConsoleCommand("desk", mark("Desk"), mark("Back to the desk."), ("ctrl+r",)),
    ConsoleCommand(
        "work", mark("Work list"), mark("Go to the work list of your role; from there to your next one."), ("ctrl+d",)
    ),
    ConsoleCommand("assign", mark("As proposed"), mark("Pass the case and dispatch it to the unit that is proposed."),
                   ("space",), (DISPATCH,), needed=True, on_list=True),
    ConsoleCommand("reassign", mark("Other unit"), mark("Dispatch to another unit, with co-units and time limits."),
                   ("r",), (DISPATCH,), on_list=True),
    ConsoleCommand("query", mark("Ask the seat"), mark("Send the case back to its seat with a question."), ("b",),
                   (DISPATCH,), on_list=True),
    ConsoleCommand("merge", mark("Merge"), mark("Merge the case into another one of the same matter."), ("m",),
                   (DISPATCH,), on_list=True),
    ConsoleCommand("unmerge", mark("Undo merge"), mark("Let a merged case go its own way again."), ("u",),
                   (DISPATCH, FIND), on_list=True),
    ConsoleCommand("split", mark("Split"), mark("Make two cases of one that holds two matters."), ("s",), (DISPATCH,),
                   on_list=True),
    ConsoleCommand("accept", mark("Accept"), mark("Agree: return, reply, extension, naming, exclusion, caller note."),
                   ("a",), (DISPATCH, SUPERVISION, REVIEWS), needed=True, on_list=True),
    ConsoleCommand("turn_down", mark("Turn down"), mark("Do not agree to what is asked; the reply goes back."),
                   ("n",), (DISPATCH, SUPERVISION, REVIEWS), needed=True, on_list=True),
    ConsoleCommand("refuse", mark("Refuse"), mark("Decide on a refusal that the desk has proposed: leads only."),
                   ("x",), (DISPATCH,), needed=True, on_list=True),
    ConsoleCommand("call_back", mark("Results"), mark("Record what came of a call-back, a key for each result."),
                   ("space",), (CALLBACKS,), needed=True, on_list=True),
    ConsoleCommand("sign", mark("Sign"), mark("Sign for the case: the unit takes it in hand."), ("space",),
                   (UNIT_DESK,), needed=True, on_list=True),
    ConsoleCommand("contact", mark("Contacted"), mark("Note what was said when the unit spoke with the caller."),
                   ("c",), (UNIT_DESK,), on_list=True),
    ConsoleCommand("unit_reply", mark("Reply"), mark("Reply with evidence, solved or not; a co-unit gives its share."),
                   ("r",), (UNIT_DESK,), needed=True, on_list=True),
    ConsoleCommand("answer_notice", mark("Answer notice"), mark("Answer a notice of supervision."), ("v",),
                   (UNIT_DESK,), needed=True, on_list=True),
    ConsoleCommand("pass_down", mark("Pass down"), mark("Pass the case down to a unit of a lower level."), ("d",),
                   (UNIT_DESK,), on_list=True),
    ConsoleCommand("extend", mark("Extension"), mark("Ask for more days while there are some left."), ("e",),
                   (UNIT_DESK,), on_list=True),
    ConsoleCommand("ask_return", mark("Return"), mark("Ask to return the case: why, and whose it is."), ("b",),
                   (UNIT_DESK,), on_list=True),
    ConsoleCommand("exclude", mark("Exclusion"), mark("Ask to leave the case out of the assessment."), ("x",),
                   (UNIT_DESK,), on_list=True),
    ConsoleCommand("supervise", mark("Notice"), mark("Issue a notice: urging, order, on site, joint, to a leader."),
                   ("space",), (SUPERVISION,), needed=True, on_list=True),
    ConsoleCommand("rest", mark("Put on hold"), mark("Let the clocks rest, with a plan and a day to look again."),
                   ("h",), (SUPERVISION,), on_list=True),
    ConsoleCommand("resume", mark("Resume"), mark("Let the clocks of a case on hold go on."), ("r",), (SUPERVISION,),
                   on_list=True),
    ConsoleCommand("name_unit", mark("Name the unit"), mark("Propose a unit for the exposure list; a leader decides."),
                   ("b",), (SUPERVISION,), on_list=True),
    ConsoleCommand("other_list", mark("Other list"), mark("The other one of two lists, for who has both."),
                   ("f6",), (DISPATCH, SUPERVISION, REVIEWS)),
    ConsoleCommand("next_report", mark("Next report"), mark("Go on to the next report; its digit goes there at once."),
                   ("space",), (REPORTS,), needed=True, on_list=True),
    ConsoleCommand("earlier", mark("Earlier"), mark("Report on the month or week before."), ("p",), (REPORTS,),
                   on_list=True),
    ConsoleCommand("later", mark("Later"), mark("Report on the month or week after."), ("n",), (REPORTS,),
                   on_list=True),
    ConsoleCommand("month_or_week", mark("Month, week"), mark("Report on a week instead of a month, and back."),
                   ("w",), (REPORTS,), on_list=True),
    ConsoleCommand("second_number", mark("2nd number"),
                   mark("Open the second number: without excluded, before, in hand."), ("x",), (REPORTS,),
                   on_list=True),
    ConsoleCommand("review", mark("Review"), mark("Review the repeat complaint: write what follows from it."), ("r",),
                   (REPORTS,), needed=True, on_list=True),
    ConsoleCommand("all_repeats", mark("All repeats"), mark("List those too that were reviewed, or leave them out."),
                   ("a",), (REPORTS,), on_list=True),
    ConsoleCommand("read_whole", mark("Whole report"), mark("Read the whole report on the period."), ("t",),
                   (REPORTS,), on_list=True),
    ConsoleCommand("write_files", mark("Write files"), mark("Write the whole report as page and workbook to files."),
                   ("f",), (REPORTS, TRAINER), on_list=True),
    ConsoleCommand("answer_hand", mark("Answer hand"), mark("Answer a raised hand: the marked one, else the oldest."),
                   ("h",), (BOARD,), needed=True, on_list=True),
    ConsoleCommand("send_notice", mark("Send notice"), mark("Write a notice to a seat, a sub-centre or all."), ("n",),
                   (BOARD,), on_list=True),
    ConsoleCommand("order_seat", mark("To do"), mark("Ask the marked seat to be ready, to pause, or to change queue."),
                   ("o",), (BOARD,), on_list=True),
    ConsoleCommand("case_call", mark("Its call"), mark("Open the call that the marked case came from."), ("i",),
                   (BOARD,), needed=True, on_list=True),
    ConsoleCommand("claim", mark("Claim"), mark("Claim the marked caller for a call back from this seat."), ("c",),
                   (BOARD,), needed=True, on_list=True),
    ConsoleCommand("hand_over", mark("Hand to a seat"), mark("Hand the marked caller to a seat for a call back."),
                   ("a",), (BOARD,), needed=True, on_list=True),
    ConsoleCommand("release_claim", mark("Release"), mark("Free a caller whom a silent seat has claimed."), ("r",),
                   (BOARD,), needed=True, on_list=True),
    ConsoleCommand("missed", mark("Call-backs"), mark("List the callers who gave up and wait for a call back."), ("m",),
                   (BOARD,), on_list=True),
    ConsoleCommand("notices", mark("Who has read"), mark("List the notices and who has not read them."), ("l",),
                   (BOARD,), on_list=True),
    ConsoleCommand("seat_filter", mark("Only"), mark("Show only some of the seats."), ("f",), (BOARD,), on_list=True),
    ConsoleCommand("seat_order", mark("Order"), mark("Put the seats into the next order."), ("s",), (BOARD,),
                   on_list=True),
    ConsoleCommand("tile_span", mark("Day / hour"), mark("Show the figures of the running hour, or of today."), ("t",),
                   (BOARD,), on_list=True),
    ConsoleCommand("more_tiles", mark("More figures"), mark("Show the figures that have no room beside these."),
                   ("space",), (BOARD,), on_list=True),
    ConsoleCommand("orders", mark("What became"), mark("List what seats were asked to do, and what became of it."),
                   ("d",), (BOARD,), on_list=True),
    ConsoleCommand("shift", mark("Handover"), mark("Go to the journal of the shift and its handover."), ("j",),
                   (BOARD,), on_list=True),
    ConsoleCommand("explain", mark("Explain"), mark("Explain why the marked thing is still open."), ("e",), (SHIFT,),
                   needed=True, on_list=True),
    ConsoleCommand("explain_all", mark("Explain all"), mark("Explain at once all of a kind, or all of a unit."),
                   ("a",), (SHIFT,), needed=True, on_list=True),
    ConsoleCommand("sign_shift", mark("Signature"), mark("Sign as who hands over; after that, as who takes over."),
                   ("s",), (SHIFT,), needed=True, on_list=True),
    ConsoleCommand("journals", mark("Journals"), mark("List the journals of before, and open one."), ("o",), (SHIFT,),
                   on_list=True),
    ConsoleCommand("other_sub_centre", mark("Sub-centre"), mark("Go to the journal of the next sub-centre."),
                   ("n",), (SHIFT,), on_list=True),
    ConsoleCommand("times", mark("State times"), mark("List the times in each state: of all, by sub-centre, by seat."),
                   ("w",), (BOARD,), on_list=True),
    ConsoleCommand("keep_summary", mark("Write file"), mark("Write the summary that is shown to a file to be printed."),
                   ("f",), (LEADER_DAYS,), needed=True, on_list=True),
    ConsoleCommand("next_list", mark("Next list"), mark("Go on to the next list; its digit goes there at once."),
                   ("space",), (TRAINER,), needed=True, on_list=True),
    ConsoleCommand("mark_line", mark("Mark"), mark("Mark a scenario or a trainee for what is set, or take it away."),
                   ("m",), (TRAINER,), needed=True, on_list=True),
    ConsoleCommand("assign_practice", mark("Assign"), mark("Set the marked scenarios for people or a group, by a day."),
                   ("a",), (TRAINER,), needed=True, on_list=True),
    ConsoleCommand("put_group", mark("Group"), mark("Make a group of the marked trainees, or change the marked one."),
                   ("g",), (TRAINER,), on_list=True),
    ConsoleCommand("end_line", mark("End"), mark("End the marked assignment or group; results stay."), ("e",),
                   (TRAINER,), on_list=True),
    ConsoleCommand("trainer_note", mark("Write note"), mark("Write a note to the trainee under the marked line."),
                   ("n",), (TRAINER,), needed=True, on_list=True),
    ConsoleCommand("answer_appeal", mark("Answer appeal"), mark("Answer the marked appeal against a mark."), ("r",),
                   (TRAINER,), needed=True, on_list=True),
    ConsoleCommand("whose_results", mark("Whose"), mark("Choose whose results: all, a group, the marked trainee."),
                   ("o",), (TRAINER,), on_list=True),
    ConsoleCommand("which_weeks", mark("Weeks"), mark("See the last 4, 13 or 52 weeks."), ("w",), (TRAINER,),
                   on_list=True),
    ConsoleCommand("ask", mark("Ask"), mark("Practice: say something to the caller; then its digit."), ("insert",),
                   (PRACTICE,)),
    ConsoleCommand("next_kind", mark("Kind"), mark("Go on to the next kind of practice; its digit goes there at once."),
                   ("space",), (PRACTICE_HOME,), needed=True, on_list=True),
    ConsoleCommand("last_marks", mark("Marks"), mark("Show the marks of the last time with this scenario."), ("m",),
                   (PRACTICE_HOME,), needed=True, on_list=True),
    ConsoleCommand("wipe", mark("Wipe"), mark("Throw away all that practice has kept on this machine; asks first."),
                   ("w",), (PRACTICE_HOME,), on_list=True),
    ConsoleCommand("replay", mark("Replay"), mark("Play the call again: keys, screens, caller."), ("r",), (MARKS,),
                   needed=True, on_list=True),
    ConsoleCommand("appeal", mark("Appeal"), mark("Appeal against the marked line, with a reason; a trainer decides."),
                   ("a",), (MARKS,), needed=True, on_list=True),
    ConsoleCommand("next_marks", mark("Next marks"), mark("Show the marks of the next call of the session."), ("n",),
                   (MARKS,), on_list=True),
    ConsoleCommand("play", mark("Play"), mark("Let the replay run, or stop it."), ("space",), (REPLAY,),
                   needed=True, on_list=True),
    ConsoleCommand("faster", mark("Faster"), mark("Replay at twice the speed."), ("f",), (REPLAY,), needed=True,
                   on_list=True),
    ConsoleCommand("slower", mark("Slower"), mark("Replay at half the speed."), ("s",), (REPLAY,), needed=True,
                   on_list=True),
    ConsoleCommand("to_moment", mark("Moment"), mark("Go to a moment of the replay."), ("t",), (REPLAY,), on_list=True),
    ConsoleCommand("to_loss", mark("Points lost"), mark("Go to where points were lost."), ("l",), (REPLAY,),
                   needed=True, on_list=True),
    ConsoleCommand("amend", mark("Amend"), mark("Amend the case that is shown."), ("f3",), (FIND, CASE, DISPATCH)),
    ConsoleCommand(
        "reveal", mark("Reveal"), mark("Show a masked number; asks why."), ("f9",), (FIND, CASE, *WORK_LISTS)
    ),
    ConsoleCommand("search_centre", mark("Ask the centre"), mark("Search at the centre too."), ("f5",), (FIND,)),
    ConsoleCommand("withdraw", mark("Withdraw"), mark("Withdraw on the caller's word."), ("f4",), (FIND, CASE)),
    ConsoleCommand("caller_note", mark("Caller note"), mark("Propose a note on the caller; a lead decides."), ("f6",),
                   (FIND, CASE)),
    ConsoleCommand("lift_note", mark("Lift note"), mark("Lift the note on the caller: leads only."), ("f2",),
                   (FIND, CASE)),
    ConsoleCommand("keep_mine", mark("Keep mine"), mark("Offer my version again."), ("f3",), (NEEDS,)),
    ConsoleCommand("keep_theirs", mark("Keep theirs"), mark("Leave it as the centre has it."), ("f4",), (NEEDS,)),
    ConsoleCommand("seen", mark("Seen"), mark("Take a notice for the lead off this seat's list."), ("f5",), (NEEDS,)),
    ConsoleCommand(
        "language", mark("中文 / English"), mark("Change the language."), ("ctrl+e",), without_session=True
    ),
    ConsoleCommand("settings", mark("Settings"), mark("Change keys and language."), ("ctrl+k",)),
    ConsoleCommand("lock", mark("Lock"), mark("Lock the seat; the draft is kept."), ("ctrl+l",)),
    ConsoleCommand(
        "sign_out", mark("Sign out"), mark("End the shift at this seat."), ("ctrl+q",),
        (DESK, FIND, CASE, NEEDS, *WORK_LISTS, BOARD, SHIFT, LEADER_DAYS, TRAINER),
    ),
    ConsoleCommand(
        "leave", mark("Leave"), mark("End the program; what is unsent is sent next time."), ("ctrl+q",),
        (SIGN_IN, LOCK, PRACTICE_HOME), without_session=True,
    ),
    ConsoleCommand(
        "practise", mark("Practice"), mark("Practise at this seat; nothing of it is live."), ("ctrl+p",), (SIGN_IN,),
        without_session=True,
    ),
    ConsoleCommand(
        "other_operator", mark("Other operator"), mark("Take a locked seat over; the draft is kept for its owner."),
        ("ctrl+o",), (LOCK,), needed=True, without_session=True,
    ),
    ConsoleCommand("back", mark("Back"), mark("Close what lies on top."), ("escape", "ctrl+c")),
    ConsoleCommand(
        "cut_line", mark("Cut line"), mark("Demo: cut the line to the centre."), ("insert",), (DEMO,), needed=True,
        without_session=True,
    ),
    ConsoleCommand(
        "restore_line", mark("Restore line"), mark("Demo: restore the line."), ("insert",), (DEMO,), needed=True,
        without_session=True, instead_of="cut_line",
    ),
    ConsoleCommand(
        "next_person", mark("Next person"), mark("Demo: go on as the next person of the loop."),
        ("ctrl+right_square_bracket",), (DEMO,), needed=True,
    ),
    ConsoleCommand(
        "others_work", mark("Others work"), mark("Demo: let the others work by themselves, or stop them."),
        ("ctrl+backslash",), (DEMO,),
    ),
)  # fmt: skip

BY_ID: dict[str, ConsoleCommand] = {command.id: command for command in COMMANDS}


WITHOUT_SESSION = frozenset(command.id for command in COMMANDS if command.without_session)
"""What works where nobody is signed in, and at a locked seat."""


def is_at(command: ConsoleCommand, apart: str) -> bool:
    """Say whether there is such a command at a live seat (`apart` empty), in the demo (`DEMO`) or in practice."""
    if DEMO in command.places:
        return apart == DEMO
    return apart == PRACTICE or not command.places or not OF_PRACTICE.issuperset(command.places)


def commands_of(place: str) -> tuple[ConsoleCommand, ...]:
    """Return the commands that work on a screen: its own and those that work everywhere."""
    return tuple(command for command in COMMANDS if not command.places or place in command.places)
