"""Posting: all legs of a transfer or none of them, once per key."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Table, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from livefair.kernel import Conflict, ReadTx, WriteTx, change, query
from livefair.kernel.statements import Change
from livefair.ledger.chart import bounds_of
from livefair.ledger.legs import Leg, Transfer, Why, hash_of, net_by_account, require_key, sound, why_text
from livefair.ledger.models import BALANCE, ENTRY, TRANSFER

_BY_KEY = query(
    lambda body_hash, *columns: (body_hash, Transfer(*columns)),
    select(TRANSFER.c.body_hash, *(TRANSFER.c[name] for name in Transfer._fields)).where(
        TRANSFER.c.key == bindparam("key")
    ),
)
_BY_ID = query(
    Transfer,
    select(*(TRANSFER.c[name] for name in Transfer._fields)).where(TRANSFER.c.id == bindparam("transfer")),
)


class Movement(NamedTuple):
    """What moves bounded accounts towards their bound, and what moves them away from it."""

    spending: dict[str, int]
    gaining: dict[str, int]


_after = BALANCE.c.balance_minor + bindparam("minor")
_SPEND = change(
    update(BALANCE)
    .where(
        BALANCE.c.account == bindparam("of"),
        BALANCE.c.currency == bindparam("in_currency"),
        or_(BALANCE.c.floor_minor.is_(None), _after - BALANCE.c.held_minor >= BALANCE.c.floor_minor),
        or_(BALANCE.c.ceiling_minor.is_(None), _after <= BALANCE.c.ceiling_minor),
    )
    .values(balance_minor=_after)
)


def post(
    tx: WriteTx, *, key: str, reason: str, legs: Sequence[Leg], currency: str = "CNY", why: Why | None = None
) -> Transfer:
    """Move money: the legs add up to 0 and take effect together.

    The same key with the same body does nothing and returns the earlier transfer. Raises Conflict `key_reused` when
    the key was used for another body, `insufficient_funds` when a balance would cross its bound, and Invalid for legs
    that are no transfer.
    """
    legs = sound(legs)
    transfer = _posted(tx, key, reason, currency)
    body_hash = hash_of(reason, currency, legs, why)
    movement = movement_of(legs)
    # What cannot be refused for want of money is written at once: the unique key tells whether it is new.
    if movement.spending or not tx.insert_new(TRANSFER, **_row(transfer, body_hash, why)):
        earlier = repeated(tx, key, body_hash)
        if earlier is not None:
            return earlier
        carry(tx, currency, movement)
        tx.insert(TRANSFER, **_row(transfer, body_hash, why))
    else:
        carry(tx, currency, movement)
    _write_entries(tx, transfer, legs)
    return transfer


def post_once(
    tx: WriteTx, *, key: str, reason: str, legs: Sequence[Leg], currency: str = "CNY", why: Why | None = None
) -> Transfer:
    """The same for who has just changed, in this transaction, a state that changes only once: the key is not looked up.

    If it has been used all the same, nothing of the use case happens.
    """
    legs = sound(legs)
    transfer = _posted(tx, key, reason, currency)
    carry(tx, currency, movement_of(legs))
    record(tx, transfer, hash_of(reason, currency, legs, why), legs, why)
    return transfer


def find(tx: ReadTx, key: str) -> Transfer | None:
    found = tx.one(_BY_KEY, key=key)
    return None if found is None else found[1]


def by_id(tx: ReadTx, transfer_id: str) -> Transfer | None:
    return tx.one(_BY_ID, transfer=transfer_id)


def repeated(tx: ReadTx, key: str, body_hash: str) -> Transfer | None:
    """The earlier transfer under this key, if there is one; refused when that one was another."""
    found = tx.one(_BY_KEY, key=key)
    if found is None:
        return None
    if found[0] != body_hash:
        raise Conflict("key_reused", key=key)
    return found[1]


def record(tx: WriteTx, transfer: Transfer, body_hash: str, legs: Sequence[Leg], why: Why | None) -> None:
    """Write into the book, for ever."""
    tx.insert(TRANSFER, **_row(transfer, body_hash, why))
    _write_entries(tx, transfer, legs)


def carry(tx: WriteTx, currency: str, movement: Movement) -> None:
    """Carry the balances of bounded accounts along: first what may be refused, then the rest.

    A refusal leaves everything as it was, so a caller may catch it and go another way.
    """
    spending, gaining = movement
    spent: dict[str, int] = {}
    for account, minor in spending.items():
        # One conditional statement decides, so two lanes can never both take the last unit.
        if tx.change(_SPEND, of=account, in_currency=currency, minor=minor) == 0:
            for earlier, back in spent.items():
                tx.change(_SPEND, of=earlier, in_currency=currency, minor=-back)
            raise Conflict("insufficient_funds", account=account, minor=minor, currency=currency)
        spent[account] = minor
    if gaining:
        _gain(tx, currency, gaining)


def movement_of(legs: Sequence[Leg]) -> Movement:
    spending, gaining = {}, {}
    for account, minor in net_by_account(legs).items():
        bounds = bounds_of(account)
        if (minor < 0 and bounds.floor is not None) or (minor > 0 and bounds.ceiling is not None):
            spending[account] = minor
        elif minor and not bounds.is_open:
            gaining[account] = minor
    return Movement(spending, gaining)


def _posted(tx: WriteTx, key: str, reason: str, currency: str) -> Transfer:
    return Transfer(tx.new_id(), require_key(key), reason, "posted", currency, None, tx.now_ms)


def _row(transfer: Transfer, body_hash: str, why: Why | None) -> dict[str, str | int | None]:
    return {**transfer._asdict(), "body_hash": body_hash, "why": why_text(why)}


def _write_entries(tx: WriteTx, transfer: Transfer, legs: Sequence[Leg]) -> None:
    tx.insert_all(
        ENTRY,
        ("transfer_id", "account", "currency", "minor", "why"),
        [(transfer.id, of, transfer.currency, minor, why_text(why) if why else None) for of, minor, why in legs],
    )


def _gain(tx: WriteTx, currency: str, gaining: Mapping[str, int]) -> None:
    """Away from the bound: always possible, and opens the account when it is new."""
    for account, minor in gaining.items():
        bounds = bounds_of(account)
        tx.apply(
            _GAIN[tx.dialect],
            of=account,
            in_currency=currency,
            minor=minor,
            floor=bounds.floor,
            ceiling=bounds.ceiling,
        )


def _adding(insert: Callable[[Table], Any]) -> Change:
    upsert = insert(BALANCE).values(
        account=bindparam("of"),
        currency=bindparam("in_currency"),
        balance_minor=bindparam("minor"),
        held_minor=0,
        floor_minor=bindparam("floor"),
        ceiling_minor=bindparam("ceiling"),
    )
    carried = {"balance_minor": BALANCE.c.balance_minor + upsert.excluded.balance_minor}
    return change(upsert.on_conflict_do_update(index_elements=["account", "currency"], set_=carried))


_GAIN = {"sqlite": _adding(sqlite.insert), "postgresql": _adding(postgresql.insert)}
