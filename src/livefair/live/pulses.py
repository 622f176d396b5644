"""The one-tap pulse: viewers say "too fast", "price unclear" …, the host sees the sums and says "got it"."""

from livefair.kernel import Actor, WriteTx, require_valid
from livefair.live.events import PulseAnswered
from livefair.live.models import PULSES
from livefair.live.on_air import on_air_to_run


def answer_pulse(tx: WriteTx, actor: Actor, room_id: str, *, pulse: str) -> None:
    """Tell the room that the host has noticed."""
    found = on_air_to_run(tx, actor, room_id)
    require_valid(pulse in PULSES, "pulse_unknown", field="pulse")
    tx.announce(PulseAnswered(room_id=room_id, show_id=found.show.id, pulse=pulse))
