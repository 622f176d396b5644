"""Posting: all legs of a transfer or none of them, once per key."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, insert, or_, select, update
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
    body_hash = hash_of(reason, currency, legs, why)
    earlier = repeated(tx, require_key(key), body_hash)
    if earlier is not None:
        return earlier
    transfer = Transfer(tx.new_id(), key, reason, "posted", currency, None, tx.now_ms)
    carry(tx, currency, legs)
    record(tx, transfer, body_hash, legs, why)
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
    tx.insert(TRANSFER, **transfer._asdict(), body_hash=body_hash, why=why_text(why))
    if legs:
        tx.change(_add_entries(len(legs)), transfer=transfer.id, in_currency=transfer.currency, **_numbered(legs))


def carry(tx: WriteTx, currency: str, legs: Sequence[Leg]) -> None:
    """Carry the balances of bounded accounts along: first what may be refused, then the rest.

    A refusal leaves everything as it was, so a caller may catch it and go another way.
    """
    spending, gaining = _by_direction(legs)
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


def _by_direction(legs: Sequence[Leg]) -> tuple[dict[str, int], dict[str, int]]:
    """What moves bounded accounts towards their bound, and what moves them away from it."""
    spending, gaining = {}, {}
    for account, minor in net_by_account(legs).items():
        bounds = bounds_of(account)
        if (minor < 0 and bounds.floor is not None) or (minor > 0 and bounds.ceiling is not None):
            spending[account] = minor
        elif minor and not bounds.is_open:
            gaining[account] = minor
    return spending, gaining


def _gain(tx: WriteTx, currency: str, gaining: Mapping[str, int]) -> None:
    """Away from the bound: always possible, and opens the account when it is new."""
    values: dict[str, str | int | None] = {}
    for n, (account, minor) in enumerate(gaining.items()):
        bounds = bounds_of(account)
        values |= {
            f"account_{n}": account,
            f"minor_{n}": minor,
            f"floor_{n}": bounds.floor,
            f"ceiling_{n}": bounds.ceiling,
        }
    tx.change(_add_balances(tx.dialect, len(gaining)), in_currency=currency, **values)


def _numbered(legs: Sequence[Leg]) -> dict[str, str | int | None]:
    values: dict[str, str | int | None] = {}
    for n, leg in enumerate(legs):
        values[f"account_{n}"] = leg.account
        values[f"minor_{n}"] = leg.minor
        values[f"why_{n}"] = why_text(leg.why) if leg.why else None
    return values


@cache
def _add_entries(count: int) -> Change:
    """All entries of a transfer in one statement; one compiled text for each number of legs."""
    rows: list[dict[str, BindParameter[Any]]] = [
        {
            "transfer_id": bindparam("transfer"),
            "currency": bindparam("in_currency"),
            "account": bindparam(f"account_{n}"),
            "minor": bindparam(f"minor_{n}"),
            "why": bindparam(f"why_{n}"),
        }
        for n in range(count)
    ]
    return change(insert(ENTRY).inline().values(rows))


@cache
def _add_balances(dialect: str, count: int) -> Change:
    rows: list[dict[str, BindParameter[Any] | int]] = [
        {
            "account": bindparam(f"account_{n}"),
            "currency": bindparam("in_currency"),
            "balance_minor": bindparam(f"minor_{n}"),
            "held_minor": 0,
            "floor_minor": bindparam(f"floor_{n}"),
            "ceiling_minor": bindparam(f"ceiling_{n}"),
        }
        for n in range(count)
    ]
    upsert = (postgresql if dialect == "postgresql" else sqlite).insert(BALANCE).values(rows)
    carried = {"balance_minor": BALANCE.c.balance_minor + upsert.excluded.balance_minor}
    return change(upsert.on_conflict_do_update(index_elements=["account", "currency"], set_=carried))
