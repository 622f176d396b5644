"""A show whose picture has not come yet is shown kindly."""

from dataclasses import replace

import httpx
import pytest

from livefair.media import Fleet, StageSpec
from tests.live.conftest import put_on_air
from tests.media.conftest import settings
from tests.web.rooms import served


async def test_a_show_without_its_engine_has_a_picture_in_place_of_its_still_and_what_is_no_show_has_none(
    db, browse, join
):
    stage, other, guest = put_on_air(db, join), "01a2b3c4-0000-7000-8000-000000000001", browse()
    shown = await guest.get(f"/hls/{stage.room_id}/{stage.show_id}/poster.webp")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/svg+xml")
    assert shown.headers["cache-control"] == "no-store"
    assert shown.content.startswith(b"<svg ")
    for path in (f"{stage.room_id}/{other}", f"{other}/{stage.show_id}", "room/show"):
        assert (await guest.get(f"/hls/{path}/poster.webp")).status_code == 404
    assert (await guest.get(f"/hls/{stage.room_id}/index.m3u8")).status_code == 503


@pytest.mark.slow
async def test_a_room_that_is_just_starting_has_one_too(db, join, services, tmp_path):
    stage, fleet = put_on_air(db, join), Fleet(settings(tmp_path))
    await fleet.start()
    try:
        await fleet.open(stage.room_id, StageSpec(recording=stage.show_id))
        async with (
            served(replace(services, media=fleet)) as address,
            httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as http,
        ):
            shown = await http.get(f"/hls/{stage.room_id}/{stage.show_id}/poster.webp")
            assert (shown.status_code, shown.headers["content-type"]) == (200, "image/svg+xml")
    finally:
        await fleet.stop()
