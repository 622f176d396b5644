"""The one-tap pulse: viewers say "too fast", "price unclear" …, the host sees the sums and says "got it"."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.kernel import Actor, ReadTx, WriteTx, query, require_valid
from livefair.live.events import PulseAnswered
from livefair.live.models import PULSES, TAP
from livefair.live.models.play import PULSE_ANSWER
from livefair.live.on_air import on_air_to_run


class _Answered(NamedTuple):
    pulse: str
    at_ms: int


_ANSWERED = query(
    _Answered,
    select(PULSE_ANSWER.c.pulse, func.max(PULSE_ANSWER.c.at_ms))
    .where(PULSE_ANSWER.c.show_id == bindparam("show"))
    .group_by(PULSE_ANSWER.c.pulse)
    .order_by(PULSE_ANSWER.c.pulse),
)
_TAPPED = query(
    int,
    select(func.coalesce(func.sum(TAP.c.count), 0)).where(
        TAP.c.show_id == bindparam("show"), TAP.c.kind == bindparam("of"), TAP.c.at_ms > bindparam("since")
    ),
)


def answer_pulse(tx: WriteTx, actor: Actor, room_id: str, *, pulse: str) -> None:
    """Tell the room that the host has noticed; what was tapped before is settled by it."""
    found = on_air_to_run(tx, actor, room_id)
    require_valid(pulse in PULSES, "pulse_unknown", field="pulse")
    tx.insert(PULSE_ANSWER, id=tx.new_id(), show_id=found.show.id, pulse=pulse, answered_by=actor.id, at_ms=tx.now_ms)
    tx.announce(PulseAnswered(room_id=room_id, show_id=found.show.id, pulse=pulse))


def pulses_answered(tx: ReadTx, show_id: str) -> dict[str, int]:
    """Pulse → when the host last noticed it, for those that were."""
    return {row.pulse: row.at_ms for row in tx.all(_ANSWERED, show=show_id)}


def pulses_waiting(tx: ReadTx, show_id: str) -> dict[str, int]:
    """Pulse → how often it was tapped since the host last noticed it; all of PULSES."""
    answered = pulses_answered(tx, show_id)
    return {
        pulse: int(tx.value(_TAPPED, show=show_id, of=f"pulse:{pulse}", since=answered.get(pulse, 0)))
        for pulse in PULSES
    }
