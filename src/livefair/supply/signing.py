"""Signing puts the terms of a deal in force; ending it takes them out again."""

from sqlalchemy import Integer, bindparam, or_, select, update

from livefair.kernel import Actor, Conflict, WriteTx, change, query
from livefair.supply import milestones
from livefair.supply.deals import Deal, Version, deal_for, side_of, version_of
from livefair.supply.events_of_deals import DealEnded, DealSigned
from livefair.supply.models.deals import DEAL, DEAL_LINE, DEAL_PRICE, DEAL_VERSION
from livefair.supply.offers import free_seat, take_seat
from livefair.supply.rules.deals import BRAND, HOST, NOBODY, Terms

_SIGN = change(
    update(DEAL)
    .where(
        DEAL.c.id == bindparam("one"),
        DEAL.c.version == bindparam("number"),
        DEAL.c.turn == bindparam("side"),
        or_(DEAL.c.state == "open", DEAL.c.state == "signed"),
    )
    .values(signed_version=DEAL.c.version, state="signed", turn=NOBODY, taken=0)
)
_SIGN_VERSION = {
    BRAND: change(
        update(DEAL_VERSION)
        .where(DEAL_VERSION.c.deal_id == bindparam("deal"), DEAL_VERSION.c.number == bindparam("n"))
        .values(brand_signed_by=bindparam("who"), brand_signed_at_ms=bindparam("now"))
    ),
    HOST: change(
        update(DEAL_VERSION)
        .where(DEAL_VERSION.c.deal_id == bindparam("deal"), DEAL_VERSION.c.number == bindparam("n"))
        .values(host_signed_by=bindparam("who"), host_signed_at_ms=bindparam("now"))
    ),
}
_END = change(
    update(DEAL)
    .where(DEAL.c.id == bindparam("one"), DEAL.c.state == "signed")
    .values(state="ended", turn=NOBODY, ended_at_ms=bindparam("now"), ended_by=bindparam("who"))
)
_CLOSE_LINES = change(
    update(DEAL_LINE)
    .where(DEAL_LINE.c.deal_id == bindparam("deal"), DEAL_LINE.c.ended_at_ms.is_(None))
    .values(ended_at_ms=bindparam("now"))
)
# Serialisable transactions: of two signatures that would clash, the one that commits second is done again and sees
# the first.
_CLASH = query(
    str,
    select(DEAL_LINE.c.product_id)
    .where(
        DEAL_LINE.c.product_id == bindparam("product"),
        DEAL_LINE.c.deal_id != bindparam("deal"),
        DEAL_LINE.c.host_id != bindparam("host"),
        DEAL_LINE.c.ended_at_ms.is_(None),
        DEAL_LINE.c.starts_at_ms < bindparam("ends"),
        DEAL_LINE.c.ends_at_ms > bindparam("starts"),
        or_(DEAL_LINE.c.is_exclusive == 1, bindparam("exclusive", type_=Integer) == 1),
    )
    .limit(1),
)


def sign(tx: WriteTx, actor: Actor, deal_id: str, *, version: int, terms_hash: str) -> None:
    """Put one's name under the newest version, whose hash says what was read: from now on it is in force.

    Conflict deal_changed: it is not the newest, not one's turn, or another text. offer_full, not_exclusive,
    fee_not_covered.
    """
    deal = deal_for(tx, actor, deal_id)
    side = side_of(actor, deal)
    found = version_of(tx, deal_id, version)
    if found.terms_hash != terms_hash or found.terms.ends_at_ms <= tx.now_ms:
        raise Conflict("deal_changed")
    if not tx.change(_SIGN, one=deal_id, number=version, side=side):
        raise Conflict("deal_changed")
    if deal.signed_version is None:
        take_seat(tx, actor, deal.offer_id)
    tx.change(_SIGN_VERSION[side], deal=deal_id, n=version, who=actor.id, now=tx.now_ms)
    _put_in_force(tx, actor, deal, found)


def end_deal(tx: WriteTx, actor: Actor, deal_id: str) -> None:
    """Either side ends what is in force, from now on; the brand only when no part of the fee is still to be earned.

    What the host has not delivered goes back to the brand. Conflict milestones_open.
    """
    deal = deal_for(tx, actor, deal_id)
    side = side_of(actor, deal)
    if side == BRAND and milestones.are_open(tx, deal_id):
        raise Conflict("milestones_open")
    if not tx.change(_END, one=deal_id, now=tx.now_ms, who=actor.id):
        raise Conflict("deal_changed")
    tx.change(_CLOSE_LINES, deal=deal_id, now=tx.now_ms)
    milestones.give_up(tx, actor, deal.id, brand_id=deal.brand_id)
    free_seat(tx, actor, deal.offer_id)
    tx.announce(DealEnded(deal_id=deal_id, brand_id=deal.brand_id, host_id=deal.host_id, by=side))


def _put_in_force(tx: WriteTx, actor: Actor, deal: Deal, version: Version) -> None:
    terms = version.terms
    tx.change(_CLOSE_LINES, deal=deal.id, now=tx.now_ms)
    for product_id in terms.product_ids:
        _put_line_in_force(tx, deal, version.number, terms, product_id)
    for price in terms.prices:
        tx.insert(
            DEAL_PRICE, deal_id=deal.id, version=version.number, sku_id=price.sku_id, price_minor=price.price_minor
        )
    milestones.give_up(tx, actor, deal.id, brand_id=deal.brand_id)
    milestones.hold_fee(tx, actor, milestones.Fee(deal.id, version.number, deal.brand_id, deal.host_id), terms)
    tx.announce(
        DealSigned(
            deal_id=deal.id,
            brand_id=deal.brand_id,
            host_id=deal.host_id,
            version=version.number,
            terms_hash=version.terms_hash,
            commission_bp=terms.commission_bp,
            fee_minor=terms.fee_minor,
            currency=terms.currency,
        )
    )


def _put_line_in_force(tx: WriteTx, deal: Deal, version: int, terms: Terms, product_id: str) -> None:
    clash = tx.one(
        _CLASH,
        product=product_id,
        deal=deal.id,
        host=deal.host_id,
        starts=terms.starts_at_ms,
        ends=terms.ends_at_ms,
        exclusive=int(terms.is_exclusive),
    )
    if clash is not None:
        raise Conflict("not_exclusive")
    tx.insert(
        DEAL_LINE,
        deal_id=deal.id,
        version=version,
        product_id=product_id,
        host_id=deal.host_id,
        commission_bp=terms.commission_bp,
        quantity=terms.quantity,
        is_exclusive=int(terms.is_exclusive),
        starts_at_ms=terms.starts_at_ms,
        ends_at_ms=terms.ends_at_ms,
    )
