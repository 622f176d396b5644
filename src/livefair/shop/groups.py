"""Buying together (团购): a brand's offer, groups that buyers open and join, everybody's money back if too few come."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.catalog import offered, own_product_for, sku_for
from livefair.kernel import (
    DAY_MS,
    SYSTEM,
    Actor,
    Conflict,
    Money,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
)
from livefair.people import actor_of
from livefair.shop.addresses import address_for
from livefair.shop.checkout import Placing, payment_by_key, place
from livefair.shop.direct import Paying, check_key, ready_line
from livefair.shop.disputed import is_disputed
from livefair.shop.events_of_groups import GroupFailed, GroupJoined, GroupOffered, GroupOfferEnded, GroupOpened
from livefair.shop.fulfilment import line_ids_of, order_called
from livefair.shop.group_seats import Group, group_called, seats_of, take_seat
from livefair.shop.models.groups import BUYING_GROUP, GROUP_OFFER, GROUP_SEAT
from livefair.shop.own_limits import require_within_own_limit
from livefair.shop.payments import end_unpaid, orders_of_payment
from livefair.shop.refunds import Asked, Claim, Verdict, grant, lines_left, note_claim
from livefair.shop.rules import NOWHERE, PAY_WITHIN_MS, Source
from livefair.shop.rules import groups as rules


class GroupOffer(NamedTuple):
    id: str
    brand_id: str
    product_id: str
    sku_id: str
    price_minor: int
    usual_minor: int
    currency: str
    size: int
    lasts_ms: int
    begins_at_ms: int
    ends_at_ms: int
    ended_at_ms: int | None

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    def is_open(self, now_ms: int) -> bool:
        return self.ended_at_ms is None and now_ms < self.ends_at_ms


_o, _g, _s = GROUP_OFFER.c, BUYING_GROUP.c, GROUP_SEAT.c
_COLUMNS = [_o[name] for name in GroupOffer._fields]
_in_force = (_o.ended_at_ms.is_(None), _o.ends_at_ms > bindparam("now"))
_OFFER = query(GroupOffer, select(*_COLUMNS).where(_o.id == bindparam("offer")))
_OF_BRAND = query(
    GroupOffer, select(*_COLUMNS).where(_o.brand_id == bindparam("brand")).order_by(_o.id.desc()).limit(200)
)
_OF_PRODUCT = query(
    GroupOffer,
    select(*_COLUMNS).where(_o.product_id == bindparam("product"), *_in_force).order_by(_o.price_minor, _o.id).limit(1),
)
_COUNT = query(int, select(func.count()).select_from(GROUP_OFFER).where(_o.brand_id == bindparam("brand"), *_in_force))
_END = change(
    update(GROUP_OFFER)
    .where(_o.id == bindparam("offer"), _o.ended_at_ms.is_(None))
    .values(ended_at_ms=bindparam("now"), ended_by=bindparam("who"))
)
_OPEN_GROUPS = query(
    Group,
    select(*(_g[name] for name in Group._fields))
    .where(
        _g.offer_id == bindparam("offer"),
        _g.full_at_ms.is_(None),
        _g.failed_at_ms.is_(None),
        _g.closes_at_ms > bindparam("now"),
        _g.paid > 0,
    )
    .order_by(_g.paid.desc(), _g.closes_at_ms)
    .limit(rules.GROUPS_SHOWN),
)
_FAIL = change(
    update(BUYING_GROUP)
    .where(
        _g.id == bindparam("group"),
        _g.full_at_ms.is_(None),
        _g.failed_at_ms.is_(None),
        _g.closes_at_ms <= bindparam("now"),
    )
    .values(failed_at_ms=bindparam("now"))
)
_SITS = query(
    int,
    select(func.count())
    .select_from(GROUP_SEAT)
    .where(_s.group_id == bindparam("group"), _s.buyer_id == bindparam("buyer"), _s.left_at_ms.is_(None)),
)


def offer_to_groups(tx: WriteTx, actor: Actor, sku_id: str, draft: rules.Draft) -> str:
    """Sell a variant of one's own for less to groups. Refusals: out_of_range, group_price_not_low, too_many_groups."""
    sku = sku_for(tx, actor, sku_id)
    product = own_product_for(tx, actor, sku.product_id)
    rules.check_draft(draft, sku.price_minor)
    if tx.value(_COUNT, brand=product.brand_id, now=tx.now_ms) >= rules.OFFERS_MAX:
        raise Conflict("too_many_groups", limit=rules.OFFERS_MAX)
    offer_id = tx.new_id()
    tx.insert(
        GROUP_OFFER,
        id=offer_id,
        brand_id=product.brand_id,
        product_id=product.id,
        sku_id=sku_id,
        price_minor=draft.price_minor,
        usual_minor=sku.price_minor,
        currency=sku.currency,
        size=draft.size,
        lasts_ms=draft.lasts_ms,
        made_by=actor.id,
        begins_at_ms=tx.now_ms,
        ends_at_ms=tx.now_ms + draft.ends_after_ms,
    )
    tx.announce(
        GroupOffered(
            offer_id=offer_id,
            brand_id=product.brand_id,
            product_id=product.id,
            sku_id=sku_id,
            price_minor=draft.price_minor,
            currency=sku.currency,
            size=draft.size,
        )
    )
    return offer_id


def end_group_offer(tx: WriteTx, actor: Actor, offer_id: str) -> None:
    """No new groups; those that are open may still become full. Twice is once."""
    offer = group_offer_called(tx, offer_id)
    own_product_for(tx, actor, offer.product_id)
    if tx.change(_END, offer=offer_id, now=tx.now_ms, who=actor.id):
        tx.announce(GroupOfferEnded(offer_id=offer_id, brand_id=offer.brand_id))


def open_group(tx: WriteTx, actor: Actor, offer_id: str, paying: Paying, *, source: Source = NOWHERE) -> str:
    """Open a group by taking its first seat. Returns the payment's id; the same key twice is the same payment.

    Refusals: sign_in_first, not_your_own_group, group_over, price_changed, sold_out, over_own_limit.
    """
    check_key(actor, paying.key)
    if (earlier := payment_by_key(tx, actor.id, f"group:{paying.key}")) is not None:
        return earlier
    offer = group_offer_called(tx, offer_id)
    if not offer.is_open(tx.now_ms):
        raise Conflict("group_over")
    group_id, closes_at_ms = tx.new_id(), tx.now_ms + offer.lasts_ms
    tx.insert(
        BUYING_GROUP,
        id=group_id,
        offer_id=offer_id,
        size=offer.size,
        taken=0,
        paid=0,
        opened_by=actor.id,
        opened_at_ms=tx.now_ms,
        closes_at_ms=closes_at_ms,
    )
    tx.announce(GroupOpened(group_id=group_id, offer_id=offer_id, buyer_id=actor.id, closes_at_ms=closes_at_ms))
    tx.later(close_group, after_ms=offer.lasts_ms, key=f"group_close:{group_id}", group_id=group_id)
    return _sit_down(tx, actor, group_for(tx, group_id), paying, source)


def join_group(tx: WriteTx, actor: Actor, group_id: str, paying: Paying, *, source: Source = NOWHERE) -> str:
    """Take a seat of a group that is open. Returns the payment's id; the same key twice is the same payment.

    Refusals: those of open_group, group_full, in_group_already.
    """
    check_key(actor, paying.key)
    if (earlier := payment_by_key(tx, actor.id, f"group:{paying.key}")) is not None:
        return earlier
    return _sit_down(tx, actor, group_for(tx, group_id), paying, source)


@job
def close_group(tx: WriteTx, actor: Actor, *, group_id: str) -> None:
    """The time is over: if seats are free or unpaid, everybody gets everything back."""
    if not tx.change(_FAIL, group=group_id, now=tx.now_ms):
        return
    group, seats = group_for(tx, group_id), seats_of(tx, group_id)
    for seat in seats:
        give_seat_back(tx, SYSTEM, order_id=seat.order_id)
    paid = [seat.buyer_id for seat in seats if seat.paid_at_ms is not None]
    tx.announce(GroupFailed(group_id=group_id, offer_id=group.offer_id, buyer_ids=paid))


def group_for(tx: ReadTx, group_id: str) -> Group:
    return group_called(tx, group_id) or not_found("buying_group")


def group_offer_called(tx: ReadTx, offer_id: str) -> GroupOffer:
    return tx.one(_OFFER, offer=offer_id) or not_found("group_offer")


def group_offers_of_brand(tx: ReadTx, brand_id: str) -> list[GroupOffer]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def group_offer_of(tx: ReadTx, product_id: str) -> GroupOffer | None:
    """The cheapest one that is in force for a variant of the product."""
    return tx.one(_OF_PRODUCT, product=product_id, now=tx.now_ms)


def open_groups(tx: ReadTx, offer_id: str) -> list[Group]:
    """Those that somebody can join, the fullest first."""
    return tx.all(_OPEN_GROUPS, offer=offer_id, now=tx.now_ms)


def _sit_down(tx: WriteTx, actor: Actor, group: Group, paying: Paying, source: Source) -> str:
    offer = group_offer_called(tx, group.offer_id)
    require(actor.organisation_id != offer.brand_id, "not_your_own_group")
    if tx.value(_SITS, group=group.id, buyer=actor.id):
        raise Conflict("in_group_already")
    if paying.expected_minor != offer.price_minor:
        raise Conflict("price_changed", total_minor=offer.price_minor, currency=offer.currency)
    if not take_seat(tx, group.id):
        raise Conflict("group_full")
    require_within_own_limit(tx, actor, offer.price_minor, offer.currency)
    goods = offered(tx, [offer.sku_id])[offer.sku_id]
    line = ready_line(tx, goods, pieces=1, unit_minor=offer.price_minor, source=source.credited_to(actor.id))
    within_ms = min(PAY_WITHIN_MS, group.closes_at_ms - tx.now_ms)
    address = address_for(tx, actor, paying.address_id)
    placing = Placing(address, paying.provider, f"group:{paying.key}", sold_as="group", pay_within_ms=within_ms)
    payment_id = place(tx, actor, [line], placing)
    [order_id] = orders_of_payment(tx, payment_id)
    is_new = tx.insert_new(GROUP_SEAT, order_id=order_id, group_id=group.id, buyer_id=actor.id, taken_at_ms=tx.now_ms)
    if not is_new:  # another tab of the same buyer
        raise Conflict("in_group_already")
    tx.announce(GroupJoined(group_id=group.id, order_id=order_id, buyer_id=actor.id))
    return payment_id


@job
def give_seat_back(tx: WriteTx, actor: Actor, *, order_id: str) -> None:
    """The group was not full in time. While a bank disputes the payment, its money waits."""
    order = order_called(tx, order_id)
    buyer = actor_of(tx, order.buyer_id)
    if is_disputed(tx, order.id):
        tx.later(give_seat_back, after_ms=DAY_MS, key=f"seat_back:{order_id}:{tx.now_ms}", order_id=order_id)
        return
    if order.state == "awaiting_payment":
        end_unpaid(tx, buyer, order.payment_id)
        return
    asked = [Asked(line.id, line.pieces_left, line.left_minor) for line in lines_left(tx, order.id) if line.left_minor]
    if asked:
        claim = Claim(line_ids_of(tx, order.id), "cancelled")
        refund_id = note_claim(tx, buyer, order, claim, key=f"group:{order.id}", lines=asked)
        grant(tx, buyer, order, refund_id, Verdict("rule", restock=True))
