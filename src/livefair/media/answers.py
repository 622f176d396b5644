"""Answers of other servers, read whole and within a limit."""

from __future__ import annotations

from aiohttp import StreamReader


async def whole(content: StreamReader, most: int) -> bytes:
    """All that comes, where `read(most)` gives what has come so far. ValueError for more than `most` bytes."""
    body = bytearray()
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > most:
            raise ValueError(f"an answer of more than {most} bytes")
    return bytes(body)
