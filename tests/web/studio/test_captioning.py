"""Captions on their way: from the console to the row, to the room, to the file of the replay."""

import asyncio

import msgspec

from livefair.kernel import SYSTEM
from livefair.live import end_show
from livefair.live.captions import CaptionDraft, caption, captions_of
from livefair.live.replays import Recording, publish_replay
from livefair.live.room_events_of_captions import caption_event
from livefair.web.room_desk import topic_of
from tests.live.conftest import put_on_air
from tests.web.conftest import enter


async def test_a_typed_caption_is_kept_and_the_replay_offers_it(db, browse, join, clock, services):
    stage = put_on_air(db, join)
    host, guest = enter(db, browse(accept_language="en"), stage.host), browse()
    begin, before = db.clock(), services.hub.mark(topic_of(stage.room_id))
    clock.advance(3_000)
    at = f"/studio/rooms/{stage.room_id}/captions"
    assert (await host.post_form(at, {"text": "This mug is blue", "lang": "en"})).status_code == 303
    async with asyncio.timeout(5):  # until the room was told
        while services.hub.mark(topic_of(stage.room_id)).seq != before.seq + 1:
            await asyncio.sleep(0)
    [said] = db.read_now(captions_of, stage.show_id)
    assert (said.text, said.lang, said.source) == ("This mug is blue", "en", "typed")
    db.write_now(end_show, stage.host, stage.show_id)
    db.write_now(publish_replay, SYSTEM, stage.show_id, Recording("rec", begin, 60_000))
    await guest.post_form(f"/live/{stage.room_id}/panel", {"captions": "on"})
    page = (await guest.get(f"/live/{stage.room_id}/replay")).text
    track = f"/live/{stage.room_id}/captions.vtt?show={stage.show_id}&amp;lang=en"
    assert f'<track kind="captions" src="{track}" srclang="en" label="English" default>' in page
    answer = await guest.get(track.replace("&amp;", "&"))
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert "00:00:03.000 --> 00:00:04.500\nThis mug is blue" in answer.text
    assert "This mug is blue" in (await guest.get(f"/live/{stage.room_id}/find?q=mug&show={stage.show_id}")).text


async def test_whoever_is_not_the_host_captions_nothing_and_a_bad_file_is_not_found(db, browse, join, signed_in):
    stage = put_on_air(db, join)
    at = f"/studio/rooms/{stage.room_id}/captions"
    other = await signed_in("eve", "host")
    assert (await other.post_form(at, {"text": "hi"})).status_code == 403
    host = enter(db, browse(accept_language="en"), stage.host)
    assert (await host.post_form(at, {"text": "hi", "lang": "fr"})).status_code == 422
    assert (await host.post_form(at, {"text": "hi", "ago_ms": "x"})).status_code in {400, 422}
    for query in ("", f"?show={stage.show_id}", f"?show={stage.show_id}&lang=fr", "?show=x"):
        assert (await browse().get(f"/live/{stage.room_id}/captions.vtt{query}")).status_code == 404
    assert db.read_now(captions_of, stage.show_id) == []


def test_what_the_room_is_told_is_what_the_page_reads(db, join):
    stage = put_on_air(db, join)
    said = db.write_now(caption, stage.host, stage.room_id, CaptionDraft("你好"))
    assert msgspec.to_builtins(caption_event(said)) == {
        "t": "caption", "id": said.id, "text": "你好", "lang": "zh", "at": said.at_ms,
    }  # fmt: skip
