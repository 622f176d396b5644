"""A host sends the room to other platforms as well: the key is taken once, sealed, and shown nowhere."""

import asyncio
from pathlib import Path

from livefair.kernel import SYSTEM, Database
from livefair.live.simulcast import add_target, note_target, sendings_of, targets_of
from livefair.media import Fleet, StageSpec
from livefair.web.sealing import Seal
from livefair.web.services import Services
from livefair.web.stage_keeper import StageKeeper
from tests.media.conftest import settings
from tests.media.publishers import rtmp_command, running, until
from tests.web.conftest import Browse, enter
from tests.web.town import built

SECRET = "live_123-very-secret"
HX = {"hx-request": "true"}
FORM = {"name": "Elsewhere", "url": "rtmp://a.rtmp.example/live2", "key": SECRET}


async def test_a_server_is_added_stopped_started_and_removed(db: Database, services: Services, browse: Browse) -> None:
    town = built(db)
    browser = enter(db, browse(), town.people["host"])
    at = f"/studio/rooms/{town.room_id}/targets"
    added = await browser.post_form(at, FORM, headers=HX)
    assert "Elsewhere" in added.text
    assert SECRET not in added.text
    (sending,) = db.read_now(sendings_of, [town.room_id])
    assert SECRET not in sending.sealed_key
    assert services.seal.open(sending.sealed_key) == SECRET
    assert SECRET not in (await browser.get(f"/studio/rooms/{town.room_id}")).text
    db.write_now(note_target, SYSTEM, sending.id, state="down", reason="refused_connection")
    assert "The server takes no connection" in (await browser.get(at, headers=HX)).text
    assert "Stopped" in (await browser.post_form(f"{at}/{sending.id}/stop", headers=HX)).text
    assert "Waiting for your picture" in (await browser.post_form(f"{at}/{sending.id}/start", headers=HX)).text
    await browser.post_form(f"{at}/{sending.id}/remove", headers=HX)
    assert db.read_now(targets_of, town.room_id) == []


async def test_bad_servers_are_refused_without_repeating_the_key(db: Database, browse: Browse) -> None:
    town = built(db)
    browser = enter(db, browse(), town.people["host"])
    at = f"/studio/rooms/{town.room_id}/targets"
    for change in ({"url": "file:///etc/passwd"}, {"url": "rtmp://[::1/x"}, {"key": "a b"}, {"name": ""}):
        answer = await browser.post_form(at, {**FORM, **change}, headers=HX)
        assert answer.status_code == 422
        assert SECRET not in answer.text
    for number in range(3):
        await browser.post_form(at, {**FORM, "name": str(number)}, headers=HX)
    assert (await browser.post_form(at, FORM, headers=HX)).status_code in {409, 422}
    other = enter(db, browse(accept="application/json"), town.people["mcn"])
    assert (await other.post_form(at, FORM)).status_code == 403


async def test_the_program_with_the_workers_sends_a_room_on_and_keeps_what_became_of_it(
    db: Database, tmp_path: Path
) -> None:
    town, seal = built(db), Seal("a secret")
    host = town.people["host"]
    fleet = Fleet(settings(tmp_path, private_targets=True))
    await fleet.start()
    try:
        async with StageKeeper(db, fleet, seal).running():
            stage = await fleet.open(town.room_id, StageSpec(recording=town.show_id))
            dead = {"name": "Dead", "url": "rtmp://127.0.0.1:9/live"}
            for key in (seal.close(SECRET), Seal("another").close(SECRET)):
                db.write_now(add_target, host, town.room_id, sealed_key=key, **dead)
            ticket = stage.ingest(host.id, "rtmp")
            async with running(*rtmp_command(f"rtmp://127.0.0.1:{ticket.port}/live/{ticket.stream_key}")):
                await until(lambda: _reasons(db, town.room_id, {"refused_connection", "key_lost"}), "both reasons", 30)
    finally:
        await fleet.stop()


async def _reasons(db: Database, room_id: str, wanted: set[str]) -> bool:
    return {target.reason for target in await asyncio.to_thread(db.read_now, targets_of, room_id)} == wanted
