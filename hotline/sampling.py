"""Which answered cases go on to a call-back: a draw that seat and centre make alike."""

import hashlib
from uuid import UUID


def sampled(order_id: UUID, share: float) -> bool:
    """Say whether a case is in a sample of `share` (0 to 1); drawn from its id, so that both sides agree."""
    drawn = int.from_bytes(hashlib.sha256(order_id.bytes).digest()[:8], "big")
    return drawn < share * 2**64
