"""A host's ways in: a room that can go on air has a stage in the media engine, here or in another program."""

import contextlib
from typing import NamedTuple

from livefair.kernel import Actor, Unavailable
from livefair.media import Fleet, IngestTicket, Refused, RemoteEngine, StageSpec

Media = Fleet | RemoteEngine
TICKET_S = 12 * 3600


class Tickets(NamedTuple):
    """The ways in for one host, for one show."""

    whip: IngestTicket
    recorder: IngestTicket
    rtmp: IngestTicket


def seat_stage(seat_id: str) -> StageSpec:
    """How a co-host's seat runs: the same as a room, without a recording."""
    return StageSpec(recording=seat_id, record=False)


class Stages:
    def __init__(self, media: Media, *, has_fast_seats: bool = True, records: bool = True) -> None:
        self._media = media
        self._records = records
        self._has_fast_seats = has_fast_seats

    async def tickets(self, actor: Actor, room_id: str, show_id: str) -> Tickets:
        """For a host who may run the room: whoever calls has checked that. Unavailable: media_away."""
        return await self._tickets(actor, room_id, StageSpec(recording=show_id, record=self._records))

    async def seat_tickets(self, actor: Actor, seat_id: str) -> Tickets:
        """For a co-host whose seat it is: whoever calls has checked that. Unavailable: media_away."""
        return await self._tickets(actor, seat_id, seat_stage(seat_id))

    async def close_seat(self, seat_id: str) -> None:
        """No picture comes from there any more, whatever tickets there are. If the engine is away, so are pictures."""
        with contextlib.suppress(Refused):
            await self._media.close(seat_id)

    async def _tickets(self, actor: Actor, name: str, spec: StageSpec) -> Tickets:
        try:
            stage = await self._media.open(name, spec)
        except Refused as away:
            raise Unavailable("media_away") from away
        return Tickets(
            whip=stage.ingest(actor.id, "whip", TICKET_S),
            recorder=stage.ingest(actor.id, "ws", TICKET_S),
            rtmp=stage.ingest(actor.id, "rtmp", TICKET_S),
        )

    def fast_way(self, actor: Actor, room_id: str) -> str | None:
        """Where somebody who is signed in may ask for one of the few seats at WebRTC's latency; None: nowhere.

        The worker refuses when all are taken, and the player takes LL-HLS then.
        """
        stage = self._media.stage(room_id)
        if actor.is_guest or stage is None or not self._has_fast_seats:
            return None
        sources = stage.playback(actor.id, TICKET_S)
        return next((f"{source.path}?token={source.token}" for source in sources if source.kind == "whep"), None)
