"""Names and addresses of machines: by which seats reach the centre, and at which it listens."""

import re
from ipaddress import ip_address

_LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*", re.ASCII)


def is_host(name: str) -> bool:
    """Say whether this is a name of a machine in ASCII, as a certificate can hold it, or an address."""
    try:
        ip_address(name)
    except ValueError:
        return _NAME.fullmatch(name) is not None
    return True
