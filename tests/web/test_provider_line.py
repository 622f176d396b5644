"""The line to providers outside."""

import contextlib

import pytest
from aiohttp import web

from livefair.kernel import Unavailable
from livefair.shop.outside.line import ANSWER_BYTES_MAX
from livefair.web.provider_line import HttpLine


@contextlib.asynccontextmanager
async def served(answer):
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    line = HttpLine()
    try:
        yield line, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await line.aclose()
        await runner.cleanup()


async def test_a_question_arrives_as_it_is_and_its_answer_comes_back_whole():
    async def answer(request):
        body = await request.read()
        return web.Response(status=201, body=request.method.encode() + b" " + body, headers={"X-Serial": "7"})

    async with served(answer) as (line, url):
        reply = await line.ask("POST", f"{url}/v1", content=b"a=1", headers={"content-type": "text/plain"})
    assert (reply.status, reply.body, reply.headers["x-serial"]) == (201, b"POST a=1", "7")


async def test_a_redirection_is_not_followed():
    async def answer(request):
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    async with served(answer) as (line, url):
        assert (await line.ask("GET", url, content=b"", headers={})).status == 302


async def test_too_long_an_answer_and_nobody_there_lead_to_another_try():
    async def answer(request):
        return web.Response(body=b"a" * (ANSWER_BYTES_MAX + 1))

    async with served(answer) as (line, url):
        with pytest.raises(Unavailable, match="provider_unreadable"):
            await line.ask("GET", url, content=b"", headers={})
        with pytest.raises(Unavailable, match="unreachable"):
            await line.ask("GET", "http://127.0.0.1:9/", content=b"", headers={})
