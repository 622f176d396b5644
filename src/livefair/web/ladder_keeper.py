"""Tells the media workers in which rooms to make smaller pictures: operators' choice first, then the fullest rooms."""

from livefair.kernel import Database
from livefair.kernel.log import log
from livefair.live.ladders import ladders_among
from livefair.live.rules.ladders import rooms_with_ladder
from livefair.media import Fleet, LadderChanged, Refused, StageEvent, ViewersCounted


class LadderKeeper:
    def __init__(self, db: Database, media: Fleet, *, top: int) -> None:
        self._db, self._media, self._top = db, media, top
        self._viewers: dict[str, int] = {}
        self._having: set[str] = set()

    def heed(self, event: StageEvent) -> None:
        if isinstance(event, ViewersCounted):
            self._viewers[event.room] = event.hls + event.whep
        elif isinstance(event, LadderChanged):
            log.info("ladder", room=event.room, state=event.state, reason=event.reason)

    async def offer(self) -> None:
        """What is wanted now, if that is not what the workers know."""
        rooms = list(self._media.open_rooms())
        self._viewers = {room: self._viewers.get(room, 0) for room in rooms}
        self._having &= set(rooms)
        chosen = [one.room_id for one in await self._db.read(ladders_among, rooms)] if rooms else []
        # Each worker has its own few: the processor that they cost is its neighbour's as well.
        most = self._media.settings.limits.ladders * len(self._media.engines)
        wanted = set(rooms_with_ladder(chosen, self._viewers, self._having, most=most, top=self._top))
        for room in sorted(self._having - wanted):
            await self._set(room, wanted=False)
        for room in sorted(wanted - self._having):
            await self._set(room, wanted=True)

    async def _set(self, room: str, *, wanted: bool) -> None:
        try:
            await self._media.offer_ladder(room, wanted=wanted)
        except Refused as refused:
            log.debug("ladder_not_set", room=room, code=refused.code)
        else:
            (self._having.add if wanted else self._having.discard)(room)
