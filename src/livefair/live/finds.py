"""How long it took to find something within a show: what search in a room is measured by."""

from livefair.kernel import Actor, Refusal, WriteTx
from livefair.live.models.measuring import FIND
from livefair.live.on_air import show_for
from livefair.live.stays import GUEST_PREFIX
from livefair.live.tallies import Tallies

TOOK_MS_MAX = 10 * 60 * 1000


def note_find(tx: WriteTx, actor: Actor, show_id: str, *, took_ms: int, guest: str) -> None:
    """A signal: about a show that the actor does not see it is dropped. `guest`: the browser's random name."""
    try:
        show, _ = show_for(tx, actor, show_id)
    except Refusal:
        return
    took_ms = min(max(took_ms, 1), TOOK_MS_MAX)
    viewer = GUEST_PREFIX + guest if actor.is_guest else actor.id
    tx.insert(FIND, id=tx.new_id(), show_id=show_id, viewer=viewer, took_ms=took_ms, at_ms=tx.now_ms)
    # What is found in the replay belongs to the show's last minute.
    tallies, at_ms = Tallies(tx), show.ended_at_ms or tx.now_ms
    tallies.add(show_id, "finds", 1, at_ms=at_ms)
    tallies.add(show_id, "find_ms", took_ms, at_ms=at_ms)
    tallies.write()
