"""`case-api audit`: both chains checked, and their heads written out."""

import errno
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from case_api.accounts.registry import Registry
from case_api.audit.heads import WrittenHead, heads_written_at, lacking, read_heads, write_heads
from case_api.audit.own_heads import write_own_heads
from case_api.audit.shifts import Missed, missed_ends
from case_api.audit.verify import ChainReport
from case_api.audit.verify import verify as verify_chains
from case_api.commands.asking import folder_of, registry_of
from case_api.exit_codes import Exit
from case_api.opening import pack_of
from case_api.storage.engine import reading
from hotline.shifts import Shifts
from wording import listed, tr, trn

_NAMED = 5
"""So many shifts without a head are named, the newest; the others are counted."""


def verify(options: Namespace) -> Exit:
    """Check both chains against themselves and the heads written out; name the first row that does not fit.

    Of the centre's own file it is also said which heads it should have and has not.
    """
    registry = registry_of(options)
    file = options.heads or folder_of(options).heads_file(registry.settings)
    if options.heads and not file.exists():  # the centre's own is not there before the first shift's end
        raise FileNotFoundError(errno.ENOENT, "", str(file))
    written = read_heads(file, registry.signing_key.public_key())
    wrong: list[str] = []
    for report in verify_chains(registry.engine, written):
        print(tr("{chain}: {findings}").format(chain=report.chain, findings=listed(_counted(report))))
        for words in _put_back(report):
            print(words)
        if report.finding:
            found = tr("{chain}: row {n} {why}")
            why = tr(report.finding.why).format_map(report.finding.about)
            wrong.append(found.format(chain=report.chain, n=report.finding.n, why=why))
    if options.heads and not written:
        wrong.append(tr("{file}: there is no head in it, nothing was compared").format(file=file))
    for chain, at in lacking(written):
        words = tr("{file}: the head of {chain} that was written out at {at} is not in it; a part is gone")
        wrong.append(words.format(file=file, chain=chain, at=at.isoformat(" ", "minutes")))
    if not options.heads:
        try:
            wrong += _about_own(registry, file, written)
        except (ValueError, TypeError):
            if not wrong:
                raise
            print(tr("whether heads are late cannot be told: a time in the audit cannot be read"), file=sys.stderr)
    for words in wrong:
        print(words, file=sys.stderr)
    return Exit.DOES_NOT_HOLD if wrong else Exit.DONE


def _counted(report: ChainReport) -> Iterator[str]:
    yield trn("{count} row fits", "{count} rows fit", report.rows).format(count=report.rows)
    yield trn("{count} head compared", "{count} heads compared", report.heads).format(count=report.heads)


def _put_back(report: ChainReport) -> Iterator[str]:
    for restore in report.restores:
        words = tr("{chain}: {source} was put in place of the database at {at}; it ends with row {n}")
        at, source = restore.head.at.isoformat(" ", "minutes"), restore.head.source or tr("a copy")
        yield words.format(chain=report.chain, source=source, at=at, n=restore.head.n)
        if restore.gone:
            words = trn(
                "{chain}: {count} head of before speaks of rows that are gone with that, up to row {n} of {until}",
                "{chain}: {count} heads of before speak of rows that are gone with that, up to row {n} of {until}",
                len(restore.gone),
            )
            last = max(restore.gone, key=lambda head: head.n)
            until = last.at.isoformat(" ", "minutes")
            yield words.format(chain=report.chain, count=len(restore.gone), n=last.n, until=until)


def _about_own(registry: Registry, file: Path, written: Sequence[WrittenHead]) -> Iterator[str]:
    """Print which shifts ended without a head in the centre's own file, and yield what is wrong with it now."""
    shifts = Shifts.of(pack_of(registry.settings).time_zone, registry.settings.shift_ends)
    with reading(registry.engine) as conn:
        noted = heads_written_at(conn)
        missed = missed_ends(conn, written, shifts, registry.now())
    newest = max((head.at for head in written), default=None)
    if noted and (newest is None or newest < noted):
        words = tr(
            "heads were written out at {noted}, and {file} does not have them: bring it back, or name the file that "
            "has them with --heads"
        )
        yield words.format(noted=shifts.local(noted), file=file)
    for words in _named(missed, shifts):
        print(words, file=sys.stderr)
    if missed and missed[-1].written_at is None:
        words = tr("heads are late: see that a worker runs and can write {file}; `case-api audit heads` does it now")
        yield words.format(file=file)


def _named(missed: Sequence[Missed], shifts: Shifts) -> Iterator[str]:
    if len(missed) > _NAMED:
        more = len(missed) - _NAMED
        words = trn("{count} earlier shift ended without a head", "{count} earlier shifts ended without a head", more)
        yield words.format(count=more)
    for each in missed[-_NAMED:]:
        if each.written_at:
            words = tr("no head was written out when the shift ended at {end}; the next one is of {at}")
            yield words.format(end=shifts.local(each.end), at=shifts.local(each.written_at))
        else:
            words = tr("no head was written out when the shift ended at {end}, and none since")
            yield words.format(end=shifts.local(each.end))


def heads(options: Namespace) -> Exit:
    """Write the heads of both chains out, signed."""
    registry = registry_of(options)
    if options.to:
        if not options.to.parent.is_dir():  # a disk that is not there now is not to be replaced by a folder
            raise FileNotFoundError(errno.ENOENT, "", str(options.to))
        written = write_heads(registry.engine, options.to, registry.signing_key, registry.now())
    else:
        written = write_own_heads(registry, folder_of(options))
    for head in written:
        print(f"{head.chain}\t{head.n}\t{head.hash}")
    return Exit.DONE
