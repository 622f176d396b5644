"""Somebody who makes videos goes on air for the first time by the checklist alone."""

import re
from typing import Any

from livefair.kernel import Database
from livefair.people import set_avatar
from livefair.people.queries import profile
from tests.stall import set_up
from tests.web.conftest import SignIn
from tests.web.studio.test_shows import in_hours


def next_step(page: str) -> str | None:
    """Where the highlighted step leads."""
    found = re.search(r'<li class=" is-next">.*?<a class="btn sm" href="([^"]+)"', page)
    return found[1] if found else None


async def test_a_video_creator_goes_live_by_the_checklist(
    signed_in: SignIn, db: Database, join: Any, clock: Any
) -> None:
    creator: Any = await signed_in("cleo", "host")
    mug = set_up(db, join).product_id
    assert "/studio/first-show" in (await creator.get("/studio")).text

    async def leads_to() -> str:
        return str(next_step((await creator.get("/studio/first-show")).text))

    assert await leads_to() == "/me/settings"
    await creator.post_form("/me/settings/profile", {"name": "Cleo", "intro": "I film clay."})
    db.write_now(set_avatar, creator.actor, "00/" + "0" * 64 + ".webp")
    assert db.read_now(profile, creator.actor.id).about == "I film clay."
    assert await leads_to() == "/studio/shows/new"
    typed = {"title": "First light", "starts_at": in_hours(db, 5)}
    plan = (await creator.post_form("/studio/shows", typed)).headers["location"]
    assert await leads_to() == f"{plan}#goods"
    await creator.post_form(f"{plan}/goods", {"product_id": mug})
    assert await leads_to() == f"{plan}#run"
    for kind in ("greeting", "product", "closing"):
        block = {"kind": kind, "minutes": "2", "product_id": mug if kind == "product" else ""}
        await creator.post_form(f"{plan}/blocks", block)
    assert await leads_to() == f"{plan}/rehearsals"
    rehearsal = (await creator.post_form(f"{plan}/rehearsals")).headers["location"]
    for _ in range(3):
        clock.advance(2_000)
        fine = {"luma": "120", "loudness_db": "-20", "peak_db": "-6", "change": "12"}
        assert (await creator.post_form(f"{rehearsal}/measures", fine)).status_code in {200, 201}
    await creator.post_form(f"{rehearsal}/end")
    room = await leads_to()
    assert room.startswith("/studio/rooms/")
    await creator.post_form(f"{room}/start")
    page = (await creator.get("/studio/first-show")).text
    assert "You have been on air." in page
    assert "/studio/first-show" not in (await creator.get("/studio")).text.split("<main")[-1]
