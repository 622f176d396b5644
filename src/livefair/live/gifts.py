"""Gifts (打赏): from a wallet to whoever is on air. One click is one gift; who gets what of it is decided above."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, func, select, update

from livefair import ledger
from livefair.governance.gift_policy import gift_policy
from livefair.kernel import (
    MINUTE_MS,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.live.events_of_gifts import GiftSent
from livefair.live.gift_catalogue import CURRENCY, gift_called
from livefair.live.giving import require_within_limits
from livefair.live.models.gifts import GIFT, GIVER
from livefair.live.on_air import OnAir, on_air_for
from livefair.live.rules import gifts as rules
from livefair.live.rules import may_run
from livefair.people import contract_in_force
from livefair.people.ages import require_adult
from livefair.shop.wallets import account_of

KEY_CHARS_MAX = 80
WHY_CHARS = 60


class Giving(NamedTuple):
    """What is given: `code` of the catalogue, how many. `key` is the click: the same key again is the same gift."""

    code: str
    key: str
    quantity: int = 1


class Gift(NamedTuple):
    id: str
    room_id: str
    show_id: str
    giver_id: str
    host_id: str
    code: str
    quantity: int
    amount_minor: int
    currency: str
    sent_at_ms: int
    take_back_until_ms: int
    release_at_ms: int
    refunded_at_ms: int | None
    refund_reason: str | None
    mcn_id: str | None
    mcn_share_bp: int


COLUMNS = [GIFT.c[name] for name in Gift._fields]
_ONE = query(Gift, select(*COLUMNS).where(GIFT.c.id == bindparam("gift")))
_BY_KEY = query(Gift, select(*COLUMNS).where(GIFT.c.giver_id == bindparam("giver"), GIFT.c.key == bindparam("k")))
_MANY = query(Gift, select(*COLUMNS).where(text_in(GIFT.c.id, "ids")))
_NEWEST = query(
    Gift, select(*COLUMNS).where(GIFT.c.id < bindparam("before")).order_by(GIFT.c.id.desc()).limit(bindparam("most"))
)
_minor = bindparam("minor", type_=BigInteger)
_ADD = change(
    update(GIVER)
    .where(GIVER.c.show_id == bindparam("show"), GIVER.c.giver_id == bindparam("giver"))
    .values(
        gifts=GIVER.c.gifts + bindparam("more"), amount_minor=GIVER.c.amount_minor + _minor, last_at_ms=bindparam("now")
    )
)
_real = (
    select(
        GIFT.c.show_id, GIFT.c.giver_id, func.sum(GIFT.c.quantity).label("n"), func.sum(GIFT.c.amount_minor).label("m")
    )
    .where(GIFT.c.refunded_at_ms.is_(None))
    .group_by(GIFT.c.show_id, GIFT.c.giver_id)
    .subquery()
)
_MISCOUNTED = query(
    str,
    select(GIVER.c.giver_id)
    .join_from(
        GIVER, _real, (_real.c.show_id == GIVER.c.show_id) & (_real.c.giver_id == GIVER.c.giver_id), isouter=True
    )
    .where((func.coalesce(_real.c.n, 0) != GIVER.c.gifts) | (func.coalesce(_real.c.m, 0) != GIVER.c.amount_minor)),
)
_IDS = query(str, select(GIFT.c.id).order_by(GIFT.c.id))


def send_gift(tx: WriteTx, actor: Actor, room_id: str, giving: Giving) -> Gift:
    """Give something to the host on air, out of one's wallet. The same `key` twice is one gift.

    Refusals: sign_in_first, age_first, adults_only, not_on_air, host_cannot_give, unknown_gift, out_of_range,
    wallet_short, and those of `require_within_limits`.
    """
    require(not actor.is_guest, "sign_in_first")
    require_valid(0 < len(giving.key) <= KEY_CHARS_MAX, "bad_key", field="key")
    if (earlier := tx.one(_BY_KEY, giver=actor.id, k=giving.key)) is not None:
        return earlier
    found = on_air_for(tx, actor, room_id)
    require(not may_run(actor, found.room), "host_cannot_give")
    require_adult(tx, actor.id)
    gift = _make(tx, actor, found, giving)
    if gift is None:  # the same click, at the same moment
        return tx.value(_BY_KEY, giver=actor.id, k=giving.key)
    _pay(tx, gift)
    # Only now, behind the wallet's own row: of two gifts at once the second sees the first.
    require_within_limits(tx, actor.id)
    is_first = _count(tx, gift)
    tx.announce(
        GiftSent(
            room_id=room_id,
            show_id=gift.show_id,
            gift_id=gift.id,
            giver_id=gift.giver_id,
            host_id=gift.host_id,
            code=gift.code,
            quantity=gift.quantity,
            amount_minor=gift.amount_minor,
            currency=gift.currency,
            is_first=is_first,
            mcn_id=gift.mcn_id,
            mcn_share_bp=gift.mcn_share_bp,
            release_at_ms=gift.release_at_ms,
        )
    )
    return gift


def gift_of(tx: ReadTx, gift_id: str) -> Gift:
    return tx.one(_ONE, gift=gift_id) or not_found("gift")


def my_gift(tx: ReadTx, actor: Actor, gift_id: str) -> Gift:
    """One's own, or any for those who may refund it."""
    gift = gift_of(tx, gift_id)
    if gift.giver_id != actor.id and not actor.has("operator") and not actor.has("moderator"):
        not_found("gift")
    return gift


def gifts_called(tx: ReadTx, ids: list[str]) -> dict[str, Gift]:
    return {gift.id: gift for gift in tx.all(_MANY, ids=ids)} if ids else {}


def newest_gifts(tx: ReadTx, actor: Actor, *, before: str = "~", most: int = 50) -> list[Gift]:
    """For those who may refund them."""
    require(actor.has("operator") or actor.has("moderator"), "operators_only")
    return tx.all(_NEWEST, before=before, most=min(most, 100))


def uncount(tx: WriteTx, gift: Gift) -> None:
    """It went back: the show's sums are without it."""
    tx.change(
        _ADD, show=gift.show_id, giver=gift.giver_id, more=-gift.quantity, minor=-gift.amount_minor, now=tx.now_ms
    )


def miscounted_givers(tx: ReadTx) -> list[str]:
    """People whose sums in a show are not those of their gifts: none, if all is well."""
    return tx.all(_MISCOUNTED)


def unpaid_gifts(tx: ReadTx) -> list[str]:
    """Gifts that the ledger knows nothing of: none, if all is well."""
    return [gift_id for gift_id in tx.all(_IDS) if ledger.find(tx, f"gift:{gift_id}") is None]


def _make(tx: WriteTx, actor: Actor, found: OnAir, giving: Giving) -> Gift | None:
    gift, policy, host_id = gift_called(giving.code), gift_policy(tx), found.room.host_id
    require_valid(1 <= giving.quantity <= rules.QUANTITY_MAX, "out_of_range", field="quantity")
    contract = contract_in_force(tx, host_id)
    hold_hours = policy.knobs.hold_hours
    made = Gift(
        id=tx.new_id(),
        room_id=found.room.id,
        show_id=found.show.id,
        giver_id=actor.id,
        host_id=host_id,
        code=gift.code,
        quantity=giving.quantity,
        amount_minor=gift.price_minor * giving.quantity,
        currency=CURRENCY,
        sent_at_ms=tx.now_ms,
        take_back_until_ms=tx.now_ms + policy.knobs.take_back_minutes * MINUTE_MS,
        release_at_ms=rules.released_at_ms(sent_at_ms=tx.now_ms, hold_hours=hold_hours),
        refunded_at_ms=None,
        refund_reason=None,
        mcn_id=contract.mcn_id if contract else None,
        mcn_share_bp=contract.share_bp if contract else 0,
    )
    is_new = tx.insert_new(
        GIFT, **made._asdict(), key=giving.key, unit_minor=gift.price_minor, policy_version=policy.version
    )
    return made if is_new else None


def _pay(tx: WriteTx, gift: Gift) -> None:
    try:
        ledger.post(
            tx,
            key=f"gift:{gift.id}",
            reason="gift",
            currency=gift.currency,
            why={"gift_id": gift.id, "code": gift.code, "quantity": gift.quantity},
            legs=[
                ledger.Leg(account_of(gift.giver_id), -gift.amount_minor),
                ledger.Leg(f"escrow:{gift.id}", gift.amount_minor),
            ],
        )
    except Conflict as conflict:
        if conflict.code != "insufficient_funds":
            raise
        raise Conflict("wallet_short") from conflict


def _count(tx: WriteTx, gift: Gift) -> bool:
    """Whether it is this giver's first in the show."""
    is_first = tx.insert_new(
        GIVER, show_id=gift.show_id, giver_id=gift.giver_id, gifts=0, amount_minor=0, last_at_ms=tx.now_ms
    )
    tx.change(_ADD, show=gift.show_id, giver=gift.giver_id, more=gift.quantity, minor=gift.amount_minor, now=tx.now_ms)
    return is_first
