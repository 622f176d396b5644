"""Two-phase transfers: money is held first, then settled (at most what was held), voided, or left to expire."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import MINUTE_MS, Actor, Conflict, ReadTx, WriteTx, change, cron, query, require_valid
from livefair.kernel.errors import not_found
from livefair.ledger.chart import bounds_of
from livefair.ledger.legs import Leg, Transfer, Why, hash_of, require_key, require_whole
from livefair.ledger.models import BALANCE, HOLD, TRANSFER
from livefair.ledger.posting import by_id, carry, movement_of, record, repeated

EXPIRE_BATCH = 200


class Reservation(NamedTuple):
    """`minor` units on their way from `source` to `target`. None of `expires_at_ms`: held until resolved."""

    source: str
    target: str
    minor: int
    currency: str = "CNY"
    expires_at_ms: int | None = None


class Outcome(NamedTuple):
    phase: str
    minor: int
    why: Why | None = None


_RESERVATION = query(
    Reservation,
    select(HOLD.c.source, HOLD.c.target, HOLD.c.minor, HOLD.c.currency, HOLD.c.expires_at_ms).where(
        HOLD.c.transfer_id == bindparam("pending")
    ),
)
_resolution = TRANSFER.alias("resolution")
_RESOLVED = query(str, select(_resolution.c.phase).where(_resolution.c.pending_id == bindparam("pending")))
_EXPIRED = query(
    str,
    select(HOLD.c.transfer_id)
    .outerjoin(_resolution, _resolution.c.pending_id == HOLD.c.transfer_id)
    .where(HOLD.c.expires_at_ms <= bindparam("now"), _resolution.c.id.is_(None))
    .order_by(HOLD.c.expires_at_ms, HOLD.c.transfer_id)
    .limit(EXPIRE_BATCH),
)
_here = (BALANCE.c.account == bindparam("of"), BALANCE.c.currency == bindparam("in_currency"))
_KEEP = change(
    update(BALANCE)
    .where(
        *_here,
        BALANCE.c.balance_minor - BALANCE.c.held_minor - bindparam("minor") >= BALANCE.c.floor_minor,
    )
    .values(held_minor=BALANCE.c.held_minor + bindparam("minor"))
)
_HELD = change(update(BALANCE).where(*_here).values(held_minor=BALANCE.c.held_minor + bindparam("minor")))


def hold(tx: WriteTx, *, key: str, reason: str, of: Reservation, why: Why | None = None) -> Transfer:
    """Set money aside for a transfer that another party still has to confirm. Same key, same body: the earlier one.

    Raises Conflict `insufficient_funds` when the source has not as much to spare.
    """
    require_valid(require_whole(of.minor) > 0, "amount_not_positive", minor=of.minor)
    bounds_of(of.target)
    body_hash = hash_of("hold", reason, of, why)
    earlier = repeated(tx, require_key(key), body_hash)
    if earlier is not None:
        return earlier
    if _is_guarded(of) and not tx.change(_KEEP, of=of.source, in_currency=of.currency, minor=of.minor):
        raise Conflict("insufficient_funds", account=of.source, minor=-of.minor, currency=of.currency)
    pending = Transfer(tx.new_id(), key, reason, "pending", of.currency, None, tx.now_ms)
    record(tx, pending, body_hash, [], why)
    tx.insert(HOLD, transfer_id=pending.id, **of._asdict())
    return pending


def settle(tx: WriteTx, pending_id: str, *, minor: int | None = None, why: Why | None = None) -> Transfer:
    """The transfer takes place, with `minor` units (all that is held, if not said); the rest is set free.

    Raises Conflict `over_held`, or `already_resolved` when it was voided, expired or settled differently.
    """
    pending, of = _pending(tx, pending_id)
    if minor is None:
        minor = of.minor
    require_valid(require_whole(minor) > 0, "amount_not_positive", minor=minor)
    if minor > of.minor:
        raise Conflict("over_held", minor=minor, held=of.minor)
    return _resolve(tx, pending, of, Outcome("settled", minor, why))


def void(tx: WriteTx, pending_id: str, *, why: Why | None = None) -> Transfer:
    """The transfer will not take place: what was held is free again."""
    pending, of = _pending(tx, pending_id)
    return _resolve(tx, pending, of, Outcome("voided", 0, why))


@cron(every_ms=MINUTE_MS)
def expire_holds(tx: WriteTx, actor: Actor) -> None:
    """Set free what nobody has settled in time."""
    for pending_id in tx.all(_EXPIRED, now=tx.now_ms):
        pending, of = _pending(tx, pending_id)
        _resolve(tx, pending, of, Outcome("expired", 0))


def resolution_of(tx: ReadTx, pending_id: str) -> str | None:
    """settled | voided | expired, or None while it is pending."""
    return tx.one(_RESOLVED, pending=pending_id)


def _pending(tx: ReadTx, pending_id: str) -> tuple[Transfer, Reservation]:
    pending, of = by_id(tx, pending_id), tx.one(_RESERVATION, pending=pending_id)
    if pending is None or of is None:
        not_found("hold")
    return pending, of


def _resolve(tx: WriteTx, pending: Transfer, of: Reservation, outcome: Outcome) -> Transfer:
    """One key for all ways to resolve: the first of them is the only one."""
    key, body_hash = f"{pending.id}:resolved", hash_of(*outcome)
    try:
        earlier = repeated(tx, key, body_hash)
    except Conflict as conflict:
        raise Conflict("already_resolved", phase=resolution_of(tx, pending.id) or "") from conflict
    if earlier is not None:
        return earlier
    legs = [Leg(of.source, -outcome.minor), Leg(of.target, outcome.minor)] if outcome.minor else []
    _change_held(tx, of, -of.minor)
    try:
        carry(tx, of.currency, movement_of(legs))
    except Conflict:
        _change_held(tx, of, of.minor)
        raise
    resolution = Transfer(tx.new_id(), key, pending.reason, outcome.phase, of.currency, pending.id, tx.now_ms)
    record(tx, resolution, body_hash, legs, outcome.why)
    return resolution


def _change_held(tx: WriteTx, of: Reservation, minor: int) -> None:
    if _is_guarded(of):
        tx.change(_HELD, of=of.source, in_currency=of.currency, minor=minor)


def _is_guarded(of: Reservation) -> bool:
    return bounds_of(of.source).floor is not None
