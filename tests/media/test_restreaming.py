"""RTMPS, SRT and WHIP as outside servers: each a real one, and each with its own way to say no."""

import asyncio
import datetime
import io
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import av
import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from livefair.media import AnyStageEvent, EmbeddedEngine, PublishStarted, Refused, RestreamChanged, StageSpec, Target
from livefair.media.restream import check_target
from livefair.media.restream_srt import library
from livefair.media.restreaming import Failed
from tests.media.conftest import settings
from tests.media.publishers import ffmpeg, rtmp_command, running, until
from tests.media.test_restream import _command_lines

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Sender:
    """A room with a publisher, and what is told of its targets."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self.engine, self.events = engine, list[AnyStageEvent]()

    async def to(self, *targets: Target) -> None:
        await self.engine.send_on("ours", list(targets))

    async def said(self, target: str, state: str, reason: str | None = None) -> bool:
        return any(
            isinstance(each, RestreamChanged)
            and (each.target, each.state) == (target, state)
            and reason in (None, each.reason)
            for each in self.events
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ours(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedEngine]:
    """A worker that trusts the certificate of `known.pem` besides those of the system."""
    folder = tmp_path_factory.mktemp("ours")
    certificate(folder, "known")
    certificate(folder, "unknown")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "known.pem"))
        engine = EmbeddedEngine(settings(folder, private_targets=True))
        await engine.start()
    yield engine
    await engine.stop()


@asynccontextmanager
async def on_air(engine: EmbeddedEngine, codec: list[str] | None = None) -> AsyncIterator[Sender]:
    sender = Sender(engine)

    async def listen() -> None:
        async for event in engine.events():
            sender.events.append(event)

    listening = asyncio.ensure_future(listen())
    stage = await engine.open("ours", StageSpec(recording="show", segment_ms=1_000))
    key = stage.ingest("host", "rtmp").stream_key
    command = rtmp_command(f"rtmp://127.0.0.1:{engine.address.rtmp_port}/live/{key}", seconds=90, codec=codec)
    async with running(*command):
        yield sender
    await engine.close("ours")
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("srt://a.example", "id"), ("srt://a.example:9000/path", "id"), ("srt://a.example:9000?mode=listener", "id"),
        ("srt://a.example:9000", "id?passphrase=short"), ("https://a.example", "key"), ("http://a.example/whip", "k"),
        ("https://me@a.example/whip", "key"), ("udp://a.example:9", "key"),
    ],
)  # fmt: skip
async def test_what_is_no_srt_or_whip_server_is_refused(url: str, key: str) -> None:
    with pytest.raises(Refused, match="target_malformed"):
        check_target(url, key)


async def test_srt_and_whip_servers_are_accepted() -> None:
    check_target("srt://a.example:9000", "room/42")
    check_target("srt://[2001:db8::1]:9000", "id?passphrase=ten-letters")
    check_target("https://a.example/whip/42", "token")


async def test_rtmps_goes_to_servers_whose_certificate_holds_and_to_no_others(
    media: EmbeddedEngine, ours: EmbeddedEngine
) -> None:
    outside = await media.open("secure", StageSpec(recording="copy"))
    key = outside.ingest("elsewhere", "rtmp").stream_key or ""
    folder = ours.settings.folder
    async with (
        tls_before(media.address.rtmp_port, folder / "known.pem") as good,
        tls_before(media.address.rtmp_port, folder / "unknown.pem") as bad,
        on_air(ours) as sender,
    ):
        await sender.to(
            Target(id="good", url=f"rtmps://localhost:{good}/live", key=key),
            Target(id="forged", url=f"rtmps://localhost:{bad}/live", key=key),
            Target(id="other", url=f"rtmps://127.0.0.1:{good}/live", key=key),
        )
        await until(lambda: sender.said("good", "live"), "the good one", 30)
        await until(lambda: sender.said("forged", "down", "certificate_refused"), "the unknown certificate", 30)
        await until(lambda: sender.said("other", "down", "certificate_refused"), "the wrong name", 30)
        await until(lambda: _reaches(media, "secure", 30), "pictures at the other side", 30)
    await media.close("secure")


async def test_a_whip_server_gets_picture_and_sound_and_a_wrong_token_is_told(
    media: EmbeddedEngine, ours: EmbeddedEngine
) -> None:
    """A room fed by RTMP, whose sound is AAC, arrives at a second worker by WebRTC."""
    started: list[PublishStarted] = []

    async def listen() -> None:
        async for event in media.events():
            if isinstance(event, PublishStarted):
                started.append(event)

    listening = asyncio.ensure_future(listen())
    outside = await media.open("mirror", StageSpec(recording="copy", segment_ms=1_000))
    token = outside.ingest("elsewhere", "whip").token
    url = f"{media.address.http_base}/whip/mirror"
    async with on_air(ours) as sender:
        await sender.to(
            Target(id="good", url=url, key=token),
            Target(id="wrong", url=url, key="publish.nobody"),
            Target(id="dead", url="http://127.0.0.1:9/whip", key=token),
        )
        await until(lambda: sender.said("good", "live"), "the good one", 30)
        await until(lambda: sender.said("wrong", "down", "key_refused"), "the wrong token", 30)
        await until(lambda: sender.said("dead", "down", "refused_connection"), "the dead server", 30)
        await until(lambda: _reaches(media, "mirror", 45), "three seconds of pictures", 40)
        assert not any(token in line for line in _command_lines())
        await until(lambda: _has_rows(media, "mirror", "copy", 3), "a recording at the other side", 30)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert (started[0].kind, started[0].width, started[0].height) == ("whip", 320, 240)
    folder = media.recording("mirror", "copy").folder
    rows = media.recording("mirror", "copy").rows()
    counts = [_counts(folder / f"init{row.init}.mp4", folder / f"s{row.number}.m4s") for row in rows]
    assert sum(pictures for pictures, _, _ in counts) >= 30
    assert max(loud for _, _, loud in counts) > 0.05  # a tone, not the silence that fills holes
    await media.close("mirror")


async def test_a_stream_with_b_frames_is_not_sent_by_whip(media: EmbeddedEngine, ours: EmbeddedEngine) -> None:
    outside = await media.open("strict", StageSpec(recording="copy"))
    token = outside.ingest("elsewhere", "whip").token
    codec = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-bf", "2", "-g", "15"]
    async with on_air(ours, codec) as sender:
        await sender.to(Target(id="good", url=f"{media.address.http_base}/whip/strict", key=token))
        await until(lambda: sender.said("good", "down", "b_frames"), "the reason", 40)
    await media.close("strict")


async def test_an_srt_listener_gets_the_stream_and_a_wrong_passphrase_is_told(
    ours: EmbeddedEngine, tmp_path: Path
) -> None:
    port, secret = 21_931, "not-for-everybody"
    try:
        library()
    except Failed:
        async with on_air(ours) as sender:
            await sender.to(Target(id="srt", url=f"srt://127.0.0.1:{port}", key="id"))
            await until(lambda: sender.said("srt", "down", "srt_missing"), "the honest answer", 30)
        pytest.skip("the system has no libsrt: only its absence was tested")
    file = tmp_path / "got.ts"
    listen = [ffmpeg(), "-v", "error", "-y", "-i", f"srt://127.0.0.1:{port}?mode=listener&passphrase={secret}"]
    async with on_air(ours) as sender:
        async with running(*listen, "-c", "copy", "-f", "mpegts", str(file)):
            await sender.to(Target(id="wrong", url=f"srt://127.0.0.1:{port}", key="id?passphrase=some-other-secret"))
            await until(lambda: sender.said("wrong", "down"), "the wrong passphrase", 30)
        async with running(*listen, "-c", "copy", "-f", "mpegts", str(file)):
            await sender.to(Target(id="good", url=f"srt://127.0.0.1:{port}", key=f"id?passphrase={secret}"))
            await until(lambda: sender.said("good", "live"), "the good one", 30)
            assert not any(secret in line for line in _command_lines() if "mode=listener" not in line)
            await until(lambda: _is_long(file, 100_000), "the stream at the other side", 30)
    with av.open(str(file)) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]
        assert sum(1 for _ in zip(container.decode(video=0), range(20), strict=False)) == 20


@asynccontextmanager
async def tls_before(port: int, pem: Path) -> AsyncIterator[int]:
    """A proxy that ends TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, ssl.SSLError):
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pipe(reader, inner_writer), pipe(inner_reader, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def certificate(folder: Path, name: str) -> None:
    """A certificate for localhost that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    names = [x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=365 * 50))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)


async def _reaches(engine: EmbeddedEngine, room: str, frames: int) -> bool:
    return any(stage.room == room and stage.frames >= frames for stage in (await engine.stats()).stages)


async def _has_rows(engine: EmbeddedEngine, room: str, recording: str, rows: int) -> bool:
    return len(engine.recording(room, recording).rows()) >= rows


async def _is_long(file: Path, size: int) -> bool:
    return file.exists() and file.stat().st_size > size


def _counts(*files: Path) -> tuple[int, int, float]:
    """(pictures, sound frames, loudest sample) of pieces that belong together."""
    pictures, sounds, loudest = 0, 0, 0.0
    with av.open(io.BytesIO(b"".join(file.read_bytes() for file in files))) as container:
        for packet in container.demux():
            for frame in packet.decode():
                if packet.stream.type == "video":
                    pictures += 1
                else:
                    sounds += 1
                    loudest = max(loudest, float(abs(frame.to_ndarray()).max()))
    return pictures, sounds, loudest
