"""Web push, against a push service of the test's own that opens what it is sent."""

import json
import os
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from livefair.kernel import Database, JobContext, Unavailable
from livefair.kernel.runner import due_talking_jobs
from livefair.people.devices import Device, DeviceNote, Pusher, is_told_here, push, tell_devices
from livefair.people.models import DEVICE
from livefair.people.sign_in import open_session, signed_in_by
from livefair.web.messenger import HttpMessenger
from livefair.web.pushing import WebPush, bytes_of, public_key_of, seal, text_of

P256 = ec.SECP256R1()
SECRET = "5a" * 32
NOTE = DeviceNote("reminder_soon", {"host": "林", "title": "晚场 <b>"}, "/live/1", "show-1")


class PushService:
    """A browser's keys, and what arrives for it. `says`: its next answer."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(P256)
        self.auth = os.urandom(16)
        self.says = 201
        self.url = ""
        self.told: list[dict[str, str]] = []
        self.claims: dict[str, object] = {}

    def device(self, session_id: str = "s", locale: str = "zh") -> Device:
        return Device(session_id, self.url, text_of(point(self.key.public_key())), text_of(self.auth), locale)

    async def take(self, request: web.Request) -> web.Response:
        self.claims = claims_of(request.headers["authorization"])
        assert request.headers["content-encoding"] == "aes128gcm"
        assert 0 < int(request.headers["ttl"]) <= 12 * 3600
        self.told.append(json.loads(self.open(await request.read())))
        return web.Response(status=self.says)

    def open(self, body: bytes) -> bytes:
        """RFC 8291 from the browser's side."""
        salt, theirs = body[:16], body[21 : 21 + body[20]]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(P256, theirs))
        info = b"WebPush: info\0" + point(self.key.public_key()) + theirs
        secret = HKDF(hashes.SHA256(), 32, self.auth, info).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
        return AESGCM(key).decrypt(nonce, body[21 + body[20] :], None).rstrip(b"\0").removesuffix(b"\x02")


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def claims_of(authorization: str) -> dict[str, object]:
    """What the site's signature vouches for; raises unless it is the site's."""
    token, key = authorization.removeprefix("vapid t=").split(",k=")
    assert key == public_key_of(SECRET)
    head, body, mark = token.split(".")
    octets = bytes_of(mark)
    signature = encode_dss_signature(int.from_bytes(octets[:32], "big"), int.from_bytes(octets[32:], "big"))
    site = ec.EllipticCurvePublicKey.from_encoded_point(P256, bytes_of(key))
    site.verify(signature, f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(bytes_of(head))["alg"] == "ES256"
    claims: dict[str, object] = json.loads(bytes_of(body))
    return claims


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    made, app = PushService(), web.Application()
    app.router.add_post("/for/one", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/for/one"
    yield made
    await runner.cleanup()


@pytest.fixture
async def pusher(db: Database) -> AsyncIterator[WebPush]:
    http = HttpMessenger()
    yield WebPush(http, db.clock, secret=SECRET, address="https://fair.example")
    await http.aclose()


def test_the_example_of_rfc_8291_comes_out_octet_for_octet() -> None:
    private = int.from_bytes(bytes_of("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    sealed = seal(
        b"When I grow up, I want to be a watermelon",
        p256dh=bytes_of("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        auth=bytes_of("BTBZMqHH6r4Tts7J_aSIgg"),
        key=ec.derive_private_key(private, P256),
        salt=bytes_of("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert text_of(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


async def test_only_the_browser_can_read_it_and_it_knows_who_sent_it(service: PushService, pusher: WebPush) -> None:
    assert await pusher.push(service.device(), NOTE, ttl_s=600)
    assert service.told == [{"text": "林 即将开播：晚场 <b>", "href": "/live/1", "tag": "show-1", "lang": "zh"}]
    assert service.claims["aud"] == "http://" + urlsplit(service.url).netloc
    assert service.claims["sub"] == "https://fair.example"


async def test_keys_that_are_none_are_the_same_as_a_device_that_is_gone(service: PushService, pusher: WebPush) -> None:
    for broken in ({"p256dh": "AAAA"}, {"auth": "AAAA"}, {"auth": "a"}):
        assert not await pusher.push(service.device()._replace(**broken), NOTE, ttl_s=60)
    assert service.told == []


async def test_a_device_that_is_gone_is_forgotten_and_a_service_that_is_down_is_asked_again(
    db: Database, join, service: PushService, pusher: WebPush
) -> None:
    ana = join("ana")
    session_id = db.read_now(
        signed_in_by, db.write_now(open_session, ana, ana.id, agent="test", address="127.0.0.1")
    ).session.id
    row = service.device(session_id, "en")._asdict()
    await db.write(lambda tx, _: tx.insert(DEVICE, **row, asked_at_ms=tx.now_ms), ana)
    context = JobContext(db, {Pusher: pusher})
    waiting = {"session_id": session_id, "until_ms": db.clock() + 60_000, "note": note_as_kept(db, ana)}
    service.says = 503
    with pytest.raises(Unavailable, match="push_refused"):
        await push(context, **waiting)
    service.says = 201
    await push(context, **waiting)
    assert [told["text"] for told in service.told] == ["林 goes on air soon: 晚场 <b>"] * 2
    await push(context, **{**waiting, "until_ms": db.clock()})
    assert len(service.told) == 2
    service.says = 410
    await push(context, **waiting)
    assert not db.read_now(is_told_here, session_id)
    await push(context, **waiting)
    assert len(service.told) == 3


def note_as_kept(db: Database, ana) -> str:
    db.write_now(tell_devices, ana, ana.id, NOTE)
    (due,) = db.read_now(due_talking_jobs, most=10)
    kept: str = json.loads(due.args)["note"]
    return kept


def test_each_site_has_a_key_of_its_own() -> None:
    assert public_key_of(SECRET) != public_key_of("5b" * 32)
