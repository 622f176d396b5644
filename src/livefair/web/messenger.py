"""How this program speaks to others over HTTP: one client, connections kept."""

import ipaddress
import socket
from typing import NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from yarl import URL

from livefair.kernel import Unavailable

TIMEOUT = aiohttp.ClientTimeout(total=10)
# IPv6 addresses that a translator takes for IPv4 ones, wherever those lead.
_CARRYING_IPV4 = ipaddress.ip_network("64:ff9b::/32")


class Answered(NamedTuple):
    status_code: int

    @property
    def is_success(self) -> bool:
        return 200 <= self.status_code < 300


class HttpMessenger:
    """Made and closed within a running event loop. `only_outside`: for addresses that users have given, so that nobody
    makes this program knock at doors within its own network.
    """

    def __init__(self, *, only_outside: bool = False) -> None:
        self._only_outside = only_outside
        connector = aiohttp.TCPConnector(resolver=_OutsideResolver()) if only_outside else None
        self._client = aiohttp.ClientSession(timeout=TIMEOUT, auto_decompress=False, connector=connector)

    async def post(self, url: str, *, content: bytes, headers: dict[str, str]) -> Answered:
        """Redirections are not followed, the answer's body is not read: the status says all.

        Unavailable: unreachable, or address_forbidden.
        """
        try:
            if self._only_outside:
                _require_outside(URL(url).host or "")
            async with self._client.post(url, data=content, headers=headers, allow_redirects=False) as answer:
                return Answered(answer.status)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Unavailable("unreachable") from error

    async def aclose(self) -> None:
        await self._client.close()


class _OutsideResolver(AbstractResolver):
    """The name is looked up once, so that what was checked is what is connected to."""

    def __init__(self) -> None:
        self._resolver = DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        for each in found:
            _require_outside(each["host"])
        return found

    async def close(self) -> None:
        await self._resolver.close()


def is_outside(address: str) -> bool:
    """An address on the internet: not of this machine, of a private network, or one that a translator leads inside."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if found.is_multicast or not found.is_global or found in _CARRYING_IPV4:
        return False
    carried = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return carried is None or bool(carried.is_global)


def is_literal(host: str) -> bool:
    """An address and no name; what a name leads to is checked when it is looked up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _require_outside(host: str) -> None:
    if is_literal(host) and not is_outside(host):
        raise Unavailable("address_forbidden")
