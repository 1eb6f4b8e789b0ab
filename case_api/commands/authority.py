"""`case-api authority`: the certificate authority that seats have pinned."""

import sys
from argparse import Namespace

from case_api.accounts.devices import list_seats
from case_api.commands.asking import folder_of, registry_of
from case_api.exit_codes import Exit, RefusedError
from case_api.opening import Opened
from case_api.settings import KeyFileError
from case_api.storage.engine import reading
from case_api.tls import RENEW_AUTHORITY_BEFORE, authority_until, check_authority, renew_authority
from city_packs.seats import as_spans
from wording import tr


def renew(options: Namespace) -> Exit:
    """Make the authority's certificate anew, and say which seats are to pin it, and until when."""
    folder, registry = folder_of(options), registry_of(options)
    if not registry.settings.tls:
        raise RefusedError(tr("this centre has no certificate authority: it serves this machine alone"))
    before = authority_until(folder)
    renew_authority(folder, registry.now())
    with reading(registry.engine) as conn:
        enrolled = as_spans(each.seat for each in list_seats(conn) if each.devices)
    words = tr("the certificate authority is good until {until} now; end `case-api serve` and begin it again")
    print(words.format(until=authority_until(folder).date()))
    if enrolled:
        words = tr(
            "seats have the one pinned that ends on {before}: let each send what is unsent, and enrol it again by "
            "then: {seats}"
        )
        print(words.format(before=before.date(), seats=enrolled))
    return Exit.DONE


def tell_end(centre: Opened) -> None:
    """Say when the authority ends, or that its key is lost, and what to do about it, while there is time to.

    Raises `KeyFileError` where its certificate is lost or damaged: no seat could be served with another.
    """
    if not centre.settings.tls:
        return
    until = authority_until(centre.folder)
    try:
        check_authority(centre.folder)
    except KeyFileError as error:
        words = tr("{trouble}; the centre's certificate cannot be renewed without it")
        print(words.format(trouble=error), file=sys.stderr)
    if centre.registry.now() >= until - RENEW_AUTHORITY_BEFORE:
        words = tr(
            "the certificate authority ends on {until}, and no seat reaches the centre after it: "
            "`case-api authority renew` says what to do"
        )
        print(words.format(until=until.date()), file=sys.stderr)
