"""`case-api audit`: both chains checked, and their heads written out."""

import errno
import sys
from argparse import Namespace
from collections.abc import Iterator

from case_api.audit.heads import read_heads, write_heads
from case_api.audit.verify import ChainReport
from case_api.audit.verify import verify as verify_chains
from case_api.commands.asking import folder_of, registry_of
from case_api.exit_codes import Exit
from wording import listed, tr, trn


def verify(options: Namespace) -> Exit:
    """Check both chains against themselves and the heads written out; name the first row that does not fit."""
    registry = registry_of(options)
    file = options.heads or folder_of(options).heads_file(registry.settings)
    if options.heads and not file.exists():  # the centre's own is not there before the first shift's end
        raise FileNotFoundError(errno.ENOENT, "", str(file))
    written = read_heads(file, registry.signing_key.public_key())
    code = Exit.DONE
    for report in verify_chains(registry.engine, written):
        print(tr("{chain}: {findings}").format(chain=report.chain, findings=listed(_counted(report))))
        if report.finding:
            found = tr("{chain}: row {n} {why}")
            why = tr(report.finding.why).format_map(report.finding.about)
            print(found.format(chain=report.chain, n=report.finding.n, why=why), file=sys.stderr)
            code = Exit.DOES_NOT_HOLD
    return code


def _counted(report: ChainReport) -> Iterator[str]:
    yield trn("{count} row fits", "{count} rows fit", report.rows).format(count=report.rows)
    yield trn("{count} head compared", "{count} heads compared", report.heads).format(count=report.heads)
    if report.gone:
        words = trn("{count} head gone with a restore", "{count} heads gone with a restore", report.gone)
        yield words.format(count=report.gone)


def heads(options: Namespace) -> Exit:
    """Write the heads of both chains out, signed."""
    registry = registry_of(options)
    file = options.to or folder_of(options).heads_file(registry.settings)
    for head in write_heads(registry.engine, file, registry.signing_key, registry.now()):
        print(f"{head.chain}\t{head.n}\t{head.hash}")
    return Exit.DONE
