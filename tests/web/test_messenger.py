"""Speaking to others over HTTP."""

import pytest
from aiohttp import web

from livefair.kernel import Unavailable
from livefair.web.messenger import HttpMessenger


async def test_a_message_arrives_as_it_is_and_its_answer_is_a_status() -> None:
    heard = []

    async def listen(request: web.Request) -> web.Response:
        heard.append((await request.read(), request.headers["livefair-signature"]))
        return web.Response(status=int(request.path.strip("/")), headers={"Location": "/200"})

    app = web.Application()
    app.router.add_post("/{status}", listen)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    messenger = HttpMessenger()
    try:
        answers = [
            await messenger.post(f"{address}/{status}", content=b"{}", headers={"livefair-signature": "s"})
            for status in (200, 204, 302, 422, 500)
        ]
    finally:
        await messenger.aclose()
        await runner.cleanup()
    assert [answer.is_success for answer in answers] == [True, True, False, False, False]
    assert heard == [(b"{}", "s")] * 5


async def test_nobody_there_is_an_error_that_leads_to_another_try() -> None:
    messenger = HttpMessenger()
    with pytest.raises(Unavailable, match="unreachable"):
        await messenger.post("http://127.0.0.1:9/", content=b"", headers={})
    await messenger.aclose()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.7", "169.254.169.254"]
)
async def test_an_address_that_a_user_gave_never_leads_into_our_own_network(host: str) -> None:
    messenger = HttpMessenger(only_outside=True)
    with pytest.raises(Unavailable, match="address_forbidden"):
        await messenger.post(f"http://{host}:9/", content=b"", headers={})
    await messenger.aclose()
