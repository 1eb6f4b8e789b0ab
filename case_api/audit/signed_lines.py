"""Lines of JSON that the centre has signed: nobody else can write one, and a changed one is found."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class SignatureError(ValueError):
    """A line of a file, counted from 1, that this centre did not sign."""

    def __init__(self, line: int, file: Path) -> None:
        super().__init__(f"line {line} is not signed by this centre")
        self.line = line
        self.file = file


def signed_line(body: str, key: Ed25519PrivateKey) -> str:
    """Return a line that holds `body` and the centre's signature."""
    signature = base64.b64encode(key.sign(body.encode())).decode()
    return json.dumps({"body": body, "signature": signature}) + "\n"


def signed_bodies(file: Path, key: Ed25519PublicKey) -> Iterator[tuple[int, str]]:
    """Yield the number and the body of each line of a file, if there is one. Raises `SignatureError`, `OSError`."""
    if not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, _opened(line, number, file, key)


def _opened(line: str, number: int, file: Path, key: Ed25519PublicKey) -> str:
    try:
        written = json.loads(line)
        body = str(written["body"])
        key.verify(base64.b64decode(written["signature"], validate=True), body.encode())
    except (InvalidSignature, ValueError, KeyError, TypeError) as error:
        raise SignatureError(number, file) from error
    return body
