"""The line to providers outside, over the program's own HTTP client."""

import aiohttp

from livefair.kernel import Unavailable
from livefair.shop.outside.line import ANSWER_BYTES_MAX, Reply

TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5)


class HttpLine:
    """Made and closed within a running event loop."""

    def __init__(self) -> None:
        self._client = aiohttp.ClientSession(timeout=TIMEOUT, cookie_jar=aiohttp.DummyCookieJar())

    async def ask(self, method: str, url: str, *, content: bytes, headers: dict[str, str]) -> Reply:
        """Unavailable: unreachable, or provider_unreadable (its answer is too long)."""
        try:
            async with self._client.request(
                method, url, data=content or None, headers=headers, allow_redirects=False
            ) as answer:
                body = b""
                async for part in answer.content.iter_chunked(64 * 1024):
                    body += part
                    if len(body) > ANSWER_BYTES_MAX:
                        raise Unavailable("provider_unreadable")
                return Reply(answer.status, body, {name.lower(): value for name, value in answer.headers.items()})
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Unavailable("unreachable") from error

    async def aclose(self) -> None:
        await self._client.close()
