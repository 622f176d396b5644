from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from livefair.media.answers import whole

BODY = bytes(range(256)) * (8 << 12)


@pytest.fixture
async def answer() -> AsyncIterator[aiohttp.ClientResponse]:
    """More than a connection holds at once."""

    async def give(_request: web.Request) -> web.Response:
        return web.Response(body=BODY)

    app = web.Application()
    app.router.add_get("/", give)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as http, http.get(f"http://{host}:{port}/") as found:
        yield found
    await runner.cleanup()


async def test_an_answer_that_comes_in_pieces_is_read_to_its_end(answer: aiohttp.ClientResponse) -> None:
    assert await whole(answer.content, len(BODY)) == BODY


async def test_reading_once_would_give_its_beginning_only(answer: aiohttp.ClientResponse) -> None:
    assert len(await answer.content.read(len(BODY))) < len(BODY)


async def test_an_answer_that_is_too_long_is_no_answer(answer: aiohttp.ClientResponse) -> None:
    with pytest.raises(ValueError, match="more than 1000 bytes"):
        await whole(answer.content, 1_000)
