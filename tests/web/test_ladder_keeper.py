"""An operator's choice reaches the media worker, and so does a room's fullness."""

from pathlib import Path

from livefair.kernel import Database
from livefair.live import open_room, plan_show, start_show
from livefair.live.ladders import choose_ladder, drop_ladder, ladders_among
from livefair.media import Fleet, MediaLimits, StageSpec, ViewersCounted
from livefair.web.ladder_keeper import LadderKeeper
from tests.media.conftest import settings
from tests.web.conftest import SignIn


class Noting(Fleet):
    """Real but for its processes: what it is told is written down."""

    def __init__(self, folder: Path, rooms: list[str]) -> None:
        super().__init__(settings(folder, ladders=1))
        self.rooms, self.told = rooms, list[tuple[str, bool]]()

    def open_rooms(self) -> dict[str, StageSpec]:
        return {room: StageSpec(recording="show") for room in self.rooms}

    async def offer_ladder(self, room: str, *, wanted: bool) -> None:
        self.told.append((room, wanted))


async def test_what_an_operator_chose_is_told_once_and_taken_back(
    db: Database, signed_in: SignIn, tmp_path: Path
) -> None:
    boss = (await signed_in("boss", "operator")).actor
    host = (await signed_in("ada", "host")).actor
    room = db.write_now(open_room, host, title="Shoes")
    fleet = Noting(tmp_path, [room, "other"])
    keeper = LadderKeeper(db, fleet, top=1)
    await keeper.offer()
    assert fleet.told == []  # nobody watches
    keeper.heed(ViewersCounted(room="other", recording="show", at_ms=0, hls=3, whep=1))
    await keeper.offer()
    assert fleet.told == [("other", True)]
    db.write_now(choose_ladder, boss, room)
    for _ in range(2):
        await keeper.offer()
    assert fleet.told[1:] == [("other", False), (room, True)]
    db.write_now(drop_ladder, boss, room)
    fleet.rooms = [room]
    await keeper.offer()
    assert fleet.told[3:] == [(room, False)]
    assert fleet.settings.limits == MediaLimits(failures_per_ip=10_000, ladders=1)


async def test_a_room_that_an_operator_chose_and_that_has_to_wait_is_shown_so_until_there_is_a_place(
    db: Database, signed_in: SignIn, tmp_path: Path
) -> None:
    boss, host = await signed_in("boss", "operator"), (await signed_in("ada", "host")).actor
    rooms = [db.write_now(open_room, host, title=title) for title in ("Shoes", "Hats")]
    for room in rooms:
        show = db.write_now(plan_show, host, room, title="On air")
        db.write_now(start_show, host, show)
        db.write_now(choose_ladder, boss.actor, room)
    fleet = Noting(tmp_path, rooms)
    keeper = LadderKeeper(db, fleet, top=0)
    for _ in range(2):
        await keeper.offer()
    [(first, _)] = fleet.told
    [out] = [room for room in rooms if room != first]
    marks = {one.room_id: one.left_out_at_ms is not None for one in db.read_now(ladders_among, rooms)}
    assert marks == {first: False, out: True}
    assert (await boss.get("/console/rooms")).text.count("ladder_rooms") == 1
    db.write_now(drop_ladder, boss.actor, first)
    await keeper.offer()
    assert fleet.told[1:] == [(first, False), (out, True)]
    assert "ladder_rooms" not in (await boss.get("/console/rooms")).text
