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

    def sync_points(self) -> list[int]:
        """Return the places right before and right after each sync."""
        return [at + after for at, step in enumerate(self.steps) if step.kind == "sync" for after in (0, 1)]

    def image(self, cut: int, draw: random.Random) -> dict[str, bytes]:
        """Return what the disk holds when the power goes after `cut` steps, by path.

        Every step of a file up to its last sync is there; of the later ones an arbitrary part, a last write
        possibly torn at a sector. Only the creation and the deletion of a file are taken as kept in order.
        """
        synced = {step.path: at for at, step in enumerate(self.steps[:cut]) if step.kind == "sync"}
        files: dict[str, bytearray] = {}
        forgetting = draw.random()
        for at, step in enumerate(self.steps[:cut]):
            if step.kind == "delete":
                files.pop(step.path, None)
                continue
            held = files.setdefault(step.path, bytearray())
            durable = at <= synced.get(step.path, -1)
            if step.kind == "sync" or (not durable and draw.random() < forgetting):
                continue
            if step.kind == "truncate":
                del held[step.offset :]
                continue
            data = step.data
            if not durable and len(data) > _SECTOR and draw.random() < 0.3:
                data = data[: draw.randrange(1, len(data) // _SECTOR + 1) * _SECTOR]
            if len(held) < step.offset:
                held.extend(bytes(step.offset - len(held)))
            held[step.offset : step.offset + len(data)] = data
        return {path: bytes(content) for path, content in files.items()}


def put_image(image: dict[str, bytes], live: Path, copy: Path) -> None:
    """Write an image of the files below `live` into the folder `copy`."""
    for path, content in image.items():
        target = copy / Path(path).relative_to(live)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


@contextmanager
def recording() -> Iterator[Record]:
    """Make every database that sqlcipher3 opens in this process record itself; yields the record."""
    record = Record()
    default = _LIBRARY.sqlite3_vfs_find(None)
    mine = _Vfs.from_buffer_copy(default.contents)
    tables: dict[int, _Methods] = {}
    names: dict[int, str] = {}
    original_open = _Open(default.contents.open)
    original_delete = _Delete(default.contents.delete)
    kept: list[Any] = []

    def patched(methods: _Methods) -> _Methods:
        write, truncate = _Write(methods.write), _Truncate(methods.truncate)
        sync, close = _Sync(methods.sync), _Close(methods.close)

        def on_write(file: int, data: int, amount: int, offset: int) -> int:
            record.steps.append(Step("write", names[file], offset, ctypes.string_at(data, amount)))
            return int(write(file, data, amount, offset))

        def on_truncate(file: int, size: int) -> int:
            record.steps.append(Step("truncate", names[file], size))
            return int(truncate(file, size))

        def on_sync(file: int, flags: int) -> int:
            code = int(sync(file, flags))
            record.steps.append(Step("sync", names[file]))
            return code

        def on_close(file: int) -> int:
            names.pop(file, None)
            return int(close(file))

        copy = _Methods.from_buffer_copy(methods)
        ours = {
            "write": _Write(on_write),
            "truncate": _Truncate(on_truncate),
            "sync": _Sync(on_sync),
            "close": _Close(on_close),
        }
        kept.append((ours, write, truncate, sync, close))
        for name, function in ours.items():
            setattr(copy, name, cast(function, c_void_p))
        return copy

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
        record.steps.append(Step("delete", name.decode()))
        return int(original_delete(cast(default, c_void_p), name, sync_folder))

    opener, deleter = _Open(on_open), _Delete(on_delete)
    kept.append((opener, deleter))
    mine.name = _NAME
    mine.next = None
    mine.open = cast(opener, c_void_p)
    mine.delete = cast(deleter, c_void_p)
    _LIBRARY.sqlite3_vfs_register(byref(mine), 1)
    try:
        yield record
    finally:
        _LIBRARY.sqlite3_vfs_register(default, 1)
        _LIBRARY.sqlite3_vfs_unregister(byref(mine))
