"""A VFS inside sqlcipher3's own SQLite that records every write and sync, so that a power cut can be played.

It is the system's default VFS with its own `xOpen`: each file it opens gets a copy of its method table in which
write, truncate, sync and close are ours; they record and then call the original. A power cut at a point of the
record keeps what was synced before it and an arbitrary part of what was not.
"""

import ctypes
import random
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, byref, c_char_p, c_int, c_int64, c_void_p, cast, pointer
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3 as extension

_LIBRARY = ctypes.CDLL(extension.__file__)
_NAME = b"recording"
_SECTOR = 512
_TORN = 0.3
"""How many of the unsynced writes longer than a sector are torn."""

_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)
_Close = CFUNCTYPE(c_int, c_void_p)
_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("rest", c_void_p * 14),
    )


class _File(ctypes.Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("max_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("rest", c_void_p * 16),
    )


_LIBRARY.sqlite3_vfs_find.restype = POINTER(_Vfs)
_LIBRARY.sqlite3_vfs_find.argtypes = [c_char_p]
_LIBRARY.sqlite3_vfs_register.argtypes = [POINTER(_Vfs), c_int]
_LIBRARY.sqlite3_vfs_unregister.argtypes = [POINTER(_Vfs)]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that reached a file: `kind` is write, truncate, sync or delete."""

    kind: str
    path: str
    offset: int = 0
    data: bytes = b""


@dataclass
class Record:
    """All steps so far, in order."""

    steps: list[Step] = field(default_factory=list)

    def power_cuts(self, draw: random.Random) -> Iterator[tuple[int, dict[str, bytes]]]:
        """Play a power cut right before and right after each sync.

        Yields how many steps had been done, and what the disk holds then, by path.
        """
        disk: dict[str, _OnDisk] = {}
        for done, step in enumerate(self.steps):
            held = disk.setdefault(step.path, _OnDisk())
            if step.kind == "delete":
                del disk[step.path]
            elif step.kind != "sync":
                held.unsynced.append(step)
            else:
                yield done, _image(disk, draw)
                held.sync()
                yield done + 1, _image(disk, draw)


@dataclass
class _OnDisk:
    """A file: what is surely on the disk, and what was written since."""

    durable: bytearray = field(default_factory=bytearray)
    unsynced: list[Step] = field(default_factory=list)

    def sync(self) -> None:
        for step in self.unsynced:
            _do(self.durable, step, step.data)
        self.unsynced.clear()

    def after_a_cut(self, forgetting: float, draw: random.Random) -> bytes:
        """Return it with an arbitrary part of what was not synced, a write possibly torn at a sector."""
        held = bytearray(self.durable)
        for step in self.unsynced:
            if draw.random() < forgetting:
                continue
            data = step.data
            if len(data) > _SECTOR and draw.random() < _TORN:
                data = data[: draw.randrange(1, len(data) // _SECTOR + 1) * _SECTOR]
            _do(held, step, data)
        return bytes(held)


def _image(disk: dict[str, _OnDisk], draw: random.Random) -> dict[str, bytes]:
    """Return what is left. Only the creation and the deletion of a file are taken as kept in order."""
    forgetting = draw.random()
    return {path: held.after_a_cut(forgetting, draw) for path, held in disk.items()}


def _do(held: bytearray, step: Step, data: bytes) -> None:
    if step.kind == "truncate":
        del held[step.offset :]
        return
    if len(held) < step.offset:
        held.extend(bytes(step.offset - len(held)))
    held[step.offset : step.offset + len(data)] = data


def put_image(image: dict[str, bytes], live: Path, copy: Path) -> None:
    """Write what an image holds of the databases in the folder `live` into the folder `copy`."""
    for path, content in image.items():
        if Path(path).parent == live:
            (copy / Path(path).name).write_bytes(content)


@contextmanager
def recording() -> Iterator[Record]:
    """Make every database that sqlcipher3 opens in this process record itself; yields the record.

    Nothing is really synced: this machine's own disk is not what is asked about.
    """
    record = Record()
    with _default_vfs(record):
        yield record


@contextmanager
def hurried() -> Iterator[None]:
    """Let no database of this process wait for the disk: for looking at many copies that nobody needs afterwards."""
    with _default_vfs(None):
        yield


@contextmanager
def _default_vfs(record: Record | None) -> Iterator[None]:
    default = _LIBRARY.sqlite3_vfs_find(None)
    mine = _Vfs.from_buffer_copy(default.contents)
    tables: dict[int, _Methods] = {}
    names: dict[int, str] = {}
    original_open = _Open(default.contents.open)
    original_delete = _Delete(default.contents.delete)
    kept: list[Any] = []

    def on_sync(file: int, flags: int) -> int:
        if record is not None:
            record.steps.append(Step("sync", names[file]))
        return 0

    syncing = _Sync(on_sync)
    kept.append(syncing)

    def patched(methods: _Methods) -> _Methods:
        copy = _Methods.from_buffer_copy(methods)
        copy.sync = cast(syncing, c_void_p)
        if record is not None:
            note_writes(record, methods, copy)
        return copy

    def note_writes(record: Record, methods: _Methods, copy: _Methods) -> None:
        write, truncate, close = _Write(methods.write), _Truncate(methods.truncate), _Close(methods.close)

        def on_write(file: int, data: int, amount: int, offset: int) -> int:
            record.steps.append(Step("write", names[file], offset, ctypes.string_at(data, amount)))
            return int(write(file, data, amount, offset))

        def on_truncate(file: int, size: int) -> int:
            record.steps.append(Step("truncate", names[file], size))
            return int(truncate(file, size))

        def on_close(file: int) -> int:
            names.pop(file, None)
            return int(close(file))

        ours = {"write": _Write(on_write), "truncate": _Truncate(on_truncate), "close": _Close(on_close)}
        kept.append((ours, write, truncate, close))
        for name, function in ours.items():
            setattr(copy, name, cast(function, c_void_p))

    def on_open(_: int, name: int, file: int, flags: int, flags_out: int) -> int:
        code = int(original_open(cast(default, c_void_p), name, file, flags, flags_out))
        opened = _File.from_address(file)
        if code == 0 and opened.methods and name:
            names[file] = ctypes.string_at(name).decode()
            address = ctypes.addressof(opened.methods.contents)
            if address not in tables:
                tables[address] = patched(opened.methods.contents)
            opened.methods = pointer(tables[address])
        return code

    def on_delete(_: int, name: bytes, sync_folder: int) -> int:
        if record is not None:
            record.steps.append(Step("delete", name.decode()))
        return int(original_delete(cast(default, c_void_p), name, 0))

    opener, deleter = _Open(on_open), _Delete(on_delete)
    kept.append((opener, deleter))
    mine.name = _NAME
    mine.next = None
    mine.open = cast(opener, c_void_p)
    mine.delete = cast(deleter, c_void_p)
    _LIBRARY.sqlite3_vfs_register(byref(mine), 1)
    try:
        yield
    finally:
        _LIBRARY.sqlite3_vfs_register(default, 1)
        _LIBRARY.sqlite3_vfs_unregister(byref(mine))
