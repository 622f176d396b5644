"""A host's ways in: a room that can go on air has a stage in the media engine, here or in another program."""

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


class Stages:
    def __init__(self, media: Media, *, has_fast_seats: bool = True) -> None:
        self._media = media
        self._has_fast_seats = has_fast_seats

    async def tickets(self, actor: Actor, room_id: str, show_id: str) -> Tickets:
        """For a host who may run the room: whoever calls has checked that. Unavailable: media_away."""
        try:
            stage = await self._media.open(room_id, StageSpec(recording=show_id))
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
