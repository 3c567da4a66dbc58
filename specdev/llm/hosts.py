"""Where a document may go: to this machine, and to hosts that a person has named."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from .trouble import Forbidden, Unknown


def check(address: str, allowed: Iterable[str]) -> str:
    """
    The host of the address. Raises Forbidden where the settings do not let it be asked, Unknown for no address.

    `allowed` holds host names, or `*.example.org` for those below it.
    """
    host = name_of(address)
    if not host:
        raise Unknown(
            f"`{address.rpartition('@')[2]}` is no address of an endpoint",
            "`model.base_url` looks like http://localhost:11434/v1",
        )
    if not loopback(host) and not any(_matches(host, name.rstrip(".").lower()) for name in allowed):
        raise Forbidden(
            f"nothing is sent to {host}: the settings allow loopback only, and the hosts that they name",
            f"to let the document go there, say in specdev.yaml: privacy: {{allow_hosts: [{host}]}}",
        )
    return host


def name_of(address: str) -> str:
    """The host of an address of the web; empty for anything else."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").lower()
        return host if parts.scheme in ("http", "https") and parts.port != 0 else ""
    except ValueError:
        return ""


def loopback(host: str) -> bool:
    """Whether the name means this machine; names that a resolver would have to look up do not."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _matches(host: str, name: str) -> bool:
    return host.endswith(name[1:]) and host != name[1:] if name.startswith("*.") else host == name
