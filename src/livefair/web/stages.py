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
    def __init__(self, media: Media) -> None:
        self._media = media

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
