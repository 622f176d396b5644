"""What leaves by the courier, and what never does."""

from contextlib import aclosing

import pytest
from aiohttp import web

from livefair.web.courier import HttpCourier
from livefair.web.messenger import HttpMessenger, is_outside
from livefair.web.sealing import Seal
from livefair.webhooks.rules import secret_from
from livefair.webhooks.sending import Parcel

SEALED = Seal("test").close(secret_from(b"k" * 32))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "64:ff9b:1::1",
        "no address",
    ],
)
def test_an_address_inside_is_known_as_such(address):
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111"])
def test_an_address_outside_is_known_as_such(address):
    assert is_outside(address)


@pytest.fixture
async def listening():
    heard = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(request.path)
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post("/hook", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield heard, runner.addresses[0][1]
    await runner.cleanup()


@pytest.fixture
async def strict():
    async with aclosing(HttpMessenger(only_outside=True)) as http:
        yield HttpCourier(Seal("test"), http, anywhere=False)


@pytest.fixture
async def free():
    async with aclosing(HttpMessenger()) as http:
        yield http


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "[::1]", "[::ffff:7f00:1]"])
async def test_nothing_in_a_private_network_is_called_however_it_is_written(host, listening, strict):
    heard, port = listening
    receipt = await strict.deliver(Parcel("m", f"https://{host}:{port}/hook", "{}", [SEALED]), now_ms=0)
    assert (receipt.status, receipt.error in {"address_forbidden", "unreachable"}) == (None, True)
    assert heard == []


async def test_plain_http_is_not_spoken_to_the_outside(strict):
    assert (
        await strict.deliver(Parcel("m", "http://shop.example/", "{}", [SEALED]), now_ms=0)
    ).error == "bad_webhook_url"


async def test_a_secret_that_cannot_be_opened_sends_nothing(listening, free):
    heard, port = listening
    courier = HttpCourier(Seal("another"), free, anywhere=True)
    receipt = await courier.deliver(Parcel("m", f"http://127.0.0.1:{port}/hook", "{}", [SEALED]), now_ms=0)
    assert (receipt.error, heard) == ("secret_lost", [])


async def test_nobody_there_is_told_as_unreachable(free):
    courier = HttpCourier(Seal("test"), free, anywhere=True)
    receipt = await courier.deliver(Parcel("m", "http://127.0.0.1:9/", "{}", [SEALED]), now_ms=0)
    assert (receipt.status, receipt.error) == (None, "unreachable")
