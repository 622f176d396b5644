"""An operator stops a payee's payouts, with a reason that the payee reads, and lets them go on."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, query, require
from livefair.people import clean_line
from livefair.value.events import PayoutsResumed, PayoutsStopped
from livefair.value.models import PAYOUT_STOP
from livefair.value.rules.payouts import REASON_CHARS_MAX

STOPS_SHOWN = 200


class Stop(NamedTuple):
    party: str
    reason: str
    stopped_by: str
    stopped_at_ms: int


_COLUMNS = [PAYOUT_STOP.c[name] for name in Stop._fields]
_OF = query(Stop, select(*_COLUMNS).where(PAYOUT_STOP.c.in_force_for == bindparam("party")))
_ALL = query(
    Stop,
    select(*_COLUMNS)
    .where(PAYOUT_STOP.c.in_force_for.is_not(None))
    .order_by(PAYOUT_STOP.c.stopped_at_ms.desc())
    .limit(STOPS_SHOWN),
)
_LIFT = change(
    update(PAYOUT_STOP)
    .where(PAYOUT_STOP.c.in_force_for == bindparam("whose"))
    .values(in_force_for=None, lifted_by=bindparam("by"), lifted_at_ms=bindparam("now"))
)


def stop_payouts(tx: WriteTx, actor: Actor, party: str, *, reason: str) -> None:
    """Nothing more is sent to this payee; what is on its way arrives. Conflict: payouts_stopped_already."""
    require(actor.has("operator"), "operators_only")
    words = clean_line(reason, limit=REASON_CHARS_MAX, field="reason")
    is_new = tx.insert_new(
        PAYOUT_STOP,
        id=tx.new_id(),
        party=party,
        reason=words,
        in_force_for=party,
        stopped_by=actor.id,
        stopped_at_ms=tx.now_ms,
    )
    if not is_new:
        raise Conflict("payouts_stopped_already")
    tx.announce(PayoutsStopped(party=party, reason=words, by=actor.id))


def resume_payouts(tx: WriteTx, actor: Actor, party: str) -> None:
    require(actor.has("operator"), "operators_only")
    if tx.change(_LIFT, whose=party, by=actor.id, now=tx.now_ms):
        tx.announce(PayoutsResumed(party=party, by=actor.id))


def stop_of(tx: ReadTx, party: str) -> Stop | None:
    return tx.one(_OF, party=party)


def stops(tx: ReadTx, actor: Actor) -> list[Stop]:
    require(actor.has("operator"), "operators_only")
    return tx.all(_ALL)
