"""How this program speaks to others over HTTP: one client, connections kept."""

from typing import NamedTuple

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=10)


class Answered(NamedTuple):
    status_code: int

    @property
    def is_success(self) -> bool:
        return 200 <= self.status_code < 300


class HttpMessenger:
    """Made and closed within a running event loop."""

    def __init__(self) -> None:
        self._client = aiohttp.ClientSession(timeout=TIMEOUT, auto_decompress=False)

    async def post(self, url: str, *, content: bytes, headers: dict[str, str]) -> Answered:
        """Redirections are not followed, the answer's body is not read: the status says all."""
        async with self._client.post(url, data=content, headers=headers, allow_redirects=False) as answer:
            return Answered(answer.status)

    async def aclose(self) -> None:
        await self._client.close()
