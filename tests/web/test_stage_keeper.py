"""From a host's page to the media engine and back: tickets open a stage, pictures put the show on the air."""

from livefair.kernel import SYSTEM, Database
from livefair.live import open_room, plan_show, show_on_air
from livefair.live.queries import room_state
from livefair.web.stage_keeper import pictures_came
from tests.web.conftest import SignIn


async def test_the_first_picture_puts_a_planned_show_on_the_air(db: Database, signed_in: SignIn) -> None:
    host = (await signed_in("ada", "host")).actor
    room_id = db.write_now(open_room, host, title="Shoes")
    show_id = db.write_now(plan_show, host, room_id, title="Shoes")
    db.write_now(pictures_came, SYSTEM, room_id, show_id, "whip")
    found = db.read_now(show_on_air, room_id)
    assert found is not None
    assert found.id == show_id
    assert db.read_now(room_state, host, room_id).media
    # A publisher that comes back does not begin another show.
    db.write_now(pictures_came, SYSTEM, room_id, show_id, "rtmp")
    again = db.read_now(show_on_air, room_id)
    assert again is not None
    assert again.id == show_id
