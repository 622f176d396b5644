"""An operator's choice reaches the media worker, and so does a room's fullness."""

from pathlib import Path

from livefair.kernel import Database
from livefair.live import open_room
from livefair.live.ladders import choose_ladder, drop_ladder
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
