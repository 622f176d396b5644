"""Gifts go back: taken back by who gave them, in time, or refunded by those who keep order. Whole, and once."""

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, Conflict, WriteTx, change, query, require, require_valid
from livefair.live.events_of_gifts import GiftRefunded
from livefair.live.gifts import COLUMNS, Gift, gift_of, my_gift, uncount
from livefair.live.models.gifts import GIFT
from livefair.live.rules.gifts import REFUND_REASONS
from livefair.people import clean_line

NOTE_CHARS_MAX = 200

_REFUND = change(
    update(GIFT)
    .where(GIFT.c.id == bindparam("gift"), GIFT.c.refunded_at_ms.is_(None))
    .values(
        refunded_at_ms=bindparam("now"),
        refunded_by=bindparam("who"),
        refund_reason=bindparam("reason"),
        refund_note=bindparam("note"),
    )
)
_LEFT = query(
    Gift,
    select(*COLUMNS)
    .where(GIFT.c.giver_id == bindparam("giver"), GIFT.c.refunded_at_ms.is_(None))
    .order_by(GIFT.c.id)
    .limit(500),
)


def take_back(tx: WriteTx, actor: Actor, gift_id: str) -> None:
    """Who gave it thinks better of it. Twice is once. Conflict take_back_over."""
    gift = my_gift(tx, actor, gift_id)
    require(gift.giver_id == actor.id, "not_yours")
    if gift.refunded_at_ms is not None:
        return
    if tx.now_ms >= gift.take_back_until_ms:
        raise Conflict("take_back_over")
    _refund(tx, actor, gift, "taken_back", "")


def refund_gift(tx: WriteTx, actor: Actor, gift_id: str, *, reason: str, note: str = "") -> None:
    """Whoever keeps order gives it back, however late; who has had it gives it up. Twice is once.

    Refusals: operators_only, bad_value, empty (other reasons need a note).
    """
    require(actor.has("operator") or actor.has("moderator"), "operators_only")
    require_valid(reason in REFUND_REASONS, "bad_value", field="reason")
    words = clean_line(note, limit=NOTE_CHARS_MAX, field="note") if note.strip() or reason == "other" else ""
    gift = gift_of(tx, gift_id)
    if gift.refunded_at_ms is None:
        _refund(tx, actor, gift, reason, words)


def refund_all_of(tx: WriteTx, actor: Actor, giver_id: str, *, reason: str, note: str = "") -> int:
    """Every gift of somebody, such as a child with a parent's card: at most 500 at once. Returns how many."""
    gifts = tx.all(_LEFT, giver=giver_id)
    for gift in gifts:
        refund_gift(tx, actor, gift.id, reason=reason, note=note)
    return len(gifts)


def _refund(tx: WriteTx, actor: Actor, gift: Gift, reason: str, note: str) -> None:
    if not tx.change(_REFUND, gift=gift.id, now=tx.now_ms, who=actor.id, reason=reason, note=note):
        return  # somebody else was quicker
    uncount(tx, gift)
    tx.announce(
        GiftRefunded(
            room_id=gift.room_id,
            show_id=gift.show_id,
            gift_id=gift.id,
            giver_id=gift.giver_id,
            host_id=gift.host_id,
            quantity=gift.quantity,
            amount_minor=gift.amount_minor,
            currency=gift.currency,
            reason=reason,
            by=actor.id,
        )
    )
