"""The address at which a seat asks its centre: scheme, host and port, and nothing else."""

from urllib.parse import urlsplit

import httpx


def centre_address(text: str) -> str:
    """Return the address as it is kept. Raises `ValueError` for what is none, or holds more than an address.

    A user with a password, a path and a query are turned down and not left out: requests with them go nowhere, which
    would come out only after the enrolment code was used up.
    """
    text = text.strip()
    if not text.isprintable() or " " in text or "\\" in text or "?" in text or "#" in text:
        raise ValueError("no address holds this")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.port == 0:
        raise ValueError("not http or https with a host and a port")
    if parts.path.strip("/"):
        raise ValueError("an address of a centre has no path")
    address = f"{parts.scheme}://{parts.netloc}"
    try:
        httpx.URL(address)  # what it cannot read it cannot ask either
    except httpx.InvalidURL as error:
        raise ValueError("no address") from error
    return address
