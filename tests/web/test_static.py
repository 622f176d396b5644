"""What the build made, as browsers get it."""

from livefair.web.headers import CONTENT_SECURITY_POLICY
from livefair.web.templating import DIST, Assets


async def test_only_the_worker_behind_backgrounds_may_compile_programs(guest):
    assets = Assets.read(DIST)
    worker = await guest.get(assets.url("backdrop-worker.js"))
    assert worker.status_code == 200
    assert worker.headers["content-security-policy"].split("; ")[1] == "script-src 'self' 'wasm-unsafe-eval'"
    for name in ("app.js", "vision_wasm_internal.js"):
        other = await guest.get(assets.url(name))
        assert other.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "wasm-unsafe-eval" not in CONTENT_SECURITY_POLICY


async def test_the_program_behind_backgrounds_is_kept_for_ever_and_sent_compressed(guest):
    program = await guest.get(Assets.read(DIST).url("vision_wasm_internal.wasm"), headers={"accept-encoding": "br"})
    assert program.headers["content-type"] == "application/wasm"
    assert program.headers["content-encoding"] == "br"
    assert "immutable" in program.headers["cache-control"]
    assert int(program.headers["content-length"]) < 4_000_000
