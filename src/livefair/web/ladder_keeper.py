"""Tells the media workers in which rooms to make smaller pictures: operators' choice first, then the fullest rooms."""

from livefair.kernel import SYSTEM, Database
from livefair.kernel.log import log
from livefair.live.ladders import Chosen, ladders_among, note_left_out
from livefair.live.rules.ladders import left_out, rooms_with_ladder
from livefair.media import Fleet, LadderChanged, Refused, StageEvent, ViewersCounted, shard_of


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
        marks = await self._db.read(ladders_among, rooms) if rooms else []
        chosen, workers = [one.room_id for one in marks], len(self._media.engines)
        found = rooms_with_ladder(
            chosen,
            self._viewers,
            self._having,
            most=self._media.settings.limits.ladders,
            top=self._top,
            worker_of=lambda room: shard_of(room, workers),
        )
        await self._say_left_out(marks, set(left_out(chosen, self._viewers, found)))
        wanted = set(found)
        for room in sorted(self._having - wanted):
            await self._set(room, wanted=False)
        for room in sorted(wanted - self._having):
            await self._set(room, wanted=True)

    async def _say_left_out(self, marks: list[Chosen], out: set[str]) -> None:
        """So that an operator sees it beside the choice; written down when it has changed."""
        newly = [one.room_id for one in marks if one.room_id in out and one.left_out_at_ms is None]
        again = [one.room_id for one in marks if one.room_id not in out and one.left_out_at_ms is not None]
        if newly or again:
            await self._db.write(note_left_out, SYSTEM, newly, again)

    async def _set(self, room: str, *, wanted: bool) -> None:
        try:
            await self._media.offer_ladder(room, wanted=wanted)
        except Refused as refused:
            log.debug("ladder_not_set", room=room, code=refused.code)
        else:
            (self._having.add if wanted else self._having.discard)(room)
