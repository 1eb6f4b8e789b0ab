"""Opaque tokens: 256 random bits for whoever holds them, a plain SHA-256 for the database.

Nothing slower is needed, since nobody can guess 256 bits; a request then costs one look-up.
"""

import hashlib
import secrets


def new_token() -> str:
    """Return a fresh token, 43 URL-safe signs."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is kept of a token, a code's secret or a nonce."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
