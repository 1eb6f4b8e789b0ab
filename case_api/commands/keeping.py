"""`case-api backup` and `case-api restore`."""

from argparse import Namespace

from case_api.audit.own_heads import write_own_heads
from case_api.backup import backup as write_backup
from case_api.backup import restore as put_back
from case_api.cipher import Cipher
from case_api.commands.asking import folder_of, registry_of
from case_api.exit_codes import Exit, RefusedError
from wording import tr


def backup(options: Namespace) -> Exit:
    """Copy the database while the centre runs. The keys are not in the copy: keep them apart from it."""
    folder, registry = folder_of(options), registry_of(options)
    try:
        write_backup(registry.engine, options.to, replace=options.force)
    except FileExistsError as error:
        words = tr("{file} is there already: name another file, or replace it with --force")
        raise RefusedError(words.format(file=options.to)) from error
    words = tr("{file} is written; it is of use only with the keys in {keys}")
    print(words.format(file=options.to, keys=folder.keys))
    return Exit.DONE


def restore(options: Namespace) -> Exit:
    """Put a copy in place of the database; nothing may serve meanwhile. Seats then offer again what it lacks."""
    folder, registry = folder_of(options), registry_of(options)
    epoch = put_back(registry.engine, Cipher.read(folder.personal_data_key), options.source)
    write_own_heads(registry, folder, kind="restored")
    print(tr("restored; the feed begins epoch {epoch}, and seats take a new snapshot").format(epoch=epoch))
    return Exit.DONE
