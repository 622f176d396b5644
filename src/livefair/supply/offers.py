"""Offers: what a brand proposes to hosts, open to all or to those whom it invites."""

from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, func, select, update

from livefair.catalog import own_product_for, sku_for
from livefair.kernel import (
    Actor,
    Conflict,
    NotFound,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.people import actor_of, clean_line
from livefair.supply.events_of_deals import OfferPublished, OfferWithdrawn
from livefair.supply.models.deals import DEAL, OFFER
from livefair.supply.rules import deals as rules
from livefair.supply.rules.deals import Terms


class OfferDraft(NamedTuple):
    name: str
    terms: Terms
    audience: str = "open"
    hosts_wanted: int = rules.HOSTS_MAX


class Offer(NamedTuple):
    id: str
    brand_id: str
    name: str
    audience: str
    terms_text: str
    terms_hash: str
    hosts_wanted: int
    hosts_found: int
    published_by: str
    published_at_ms: int
    ends_at_ms: int
    withdrawn_at_ms: int | None

    @property
    def terms(self) -> Terms:
        return rules.read_terms(self.terms_text)

    def is_running(self, now_ms: int) -> bool:
        return self.withdrawn_at_ms is None and self.ends_at_ms > now_ms and self.hosts_found < self.hosts_wanted


_COLUMNS = [OFFER.c["terms" if field == "terms_text" else field] for field in Offer._fields]
_ONE = query(Offer, select(*_COLUMNS).where(OFFER.c.id == bindparam("one")))
_OF_BRAND = query(
    Offer,
    select(*_COLUMNS)
    .where(OFFER.c.brand_id == bindparam("brand"))
    .order_by(OFFER.c.published_at_ms.desc(), OFFER.c.id.desc())
    .limit(rules.OFFERS_MAX),
)
_OPEN = query(
    Offer,
    select(*_COLUMNS)
    .where(
        OFFER.c.audience == "open",
        OFFER.c.withdrawn_at_ms.is_(None),
        OFFER.c.ends_at_ms > bindparam("now"),
        OFFER.c.hosts_found < OFFER.c.hosts_wanted,
        OFFER.c.id < bindparam("before"),
    )
    .order_by(OFFER.c.id.desc())
    .limit(bindparam("most")),
)
_RUNNING = query(
    int,
    select(func.count())
    .select_from(OFFER)
    .where(
        OFFER.c.brand_id == bindparam("brand"),
        OFFER.c.withdrawn_at_ms.is_(None),
        OFFER.c.ends_at_ms > bindparam("now"),
    ),
)
_IS_INVITED = query(int, select(1).where(DEAL.c.offer_id == bindparam("one"), DEAL.c.host_id == bindparam("who")))
_WITHDRAW = change(
    update(OFFER)
    .where(OFFER.c.id == bindparam("one"), OFFER.c.withdrawn_at_ms.is_(None))
    .values(withdrawn_at_ms=bindparam("now"))
)
# One statement decides, so that no more hosts sign than the brand wants.
_SEAT = change(
    update(OFFER)
    .where(OFFER.c.id == bindparam("one"), OFFER.c.hosts_found < OFFER.c.hosts_wanted)
    .values(hosts_found=OFFER.c.hosts_found + 1)
)
_UNSEAT = change(update(OFFER).where(OFFER.c.id == bindparam("one")).values(hosts_found=OFFER.c.hosts_found - 1))
LAST = "~"
PAGE_MAX = 100


def publish_offer(tx: WriteTx, actor: Actor, draft: OfferDraft) -> str:
    """Propose terms to every host or, invited, to those who will be named. Returns the offer's id.

    The publication is the brand's signature under these very terms.
    """
    brand_id = actor.organisation_id
    require(actor.has("brand") and brand_id is not None, "brands_only")
    require_valid(draft.audience in {"open", "invited"}, "bad_value", field="audience")
    require_valid(0 < draft.hosts_wanted <= rules.HOSTS_MAX, "out_of_range", field="hosts_wanted")
    if tx.value(_RUNNING, brand=brand_id, now=tx.now_ms) >= rules.OFFERS_MAX:
        raise Conflict("too_many_offers", limit=rules.OFFERS_MAX)
    terms = checked(tx, actor, draft.terms)
    text = rules.canonical(terms)
    offer_id = tx.new_id()
    tx.insert(
        OFFER,
        id=offer_id,
        brand_id=brand_id,
        name=clean_line(draft.name, limit=rules.NAME_CHARS_MAX, field="name"),
        audience=draft.audience,
        terms=text,
        terms_hash=rules.hash_of(text),
        hosts_wanted=draft.hosts_wanted,
        hosts_found=0,
        published_by=actor.id,
        published_at_ms=tx.now_ms,
        ends_at_ms=terms.ends_at_ms,
    )
    tx.announce(
        OfferPublished(
            offer_id=offer_id, brand_id=str(brand_id), audience=draft.audience, terms_hash=rules.hash_of(text)
        )
    )
    return offer_id


def withdraw_offer(tx: WriteTx, actor: Actor, offer_id: str) -> None:
    """Nobody new can take it; what was signed stays."""
    offer = own_offer_for(tx, actor, offer_id)
    if tx.change(_WITHDRAW, one=offer_id, now=tx.now_ms):
        tx.announce(OfferWithdrawn(offer_id=offer_id, brand_id=offer.brand_id))


def offer_for(tx: ReadTx, actor: Actor, offer_id: str) -> Offer:
    """An offer that this actor may see: open, their own, or one to which they or their host are invited."""
    offer = tx.one(_ONE, one=offer_id)
    if offer is None:
        not_found("offer")
    is_own = actor.organisation_id == offer.brand_id
    is_shown = offer.audience == "open" or is_own
    if not is_shown and tx.one(_IS_INVITED, one=offer_id, who=actor.id) is None:
        not_found("offer")
    return offer


def own_offer_for(tx: ReadTx, actor: Actor, offer_id: str) -> Offer:
    offer = tx.one(_ONE, one=offer_id)
    if offer is None or not actor.has("brand") or actor.organisation_id != offer.brand_id:
        not_found("offer")
    return offer


def offer_named(tx: ReadTx, offer_id: str) -> str:
    """An offer's name, for callers who may see a deal of it."""
    return (tx.one(_ONE, one=offer_id) or not_found("offer")).name


def offers_of(tx: ReadTx, brand_id: str) -> list[Offer]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def open_offers(tx: ReadTx, *, before: str = LAST, most: int = 50) -> list[Offer]:
    """Those that any host may take now, newest first."""
    return tx.all(_OPEN, now=tx.now_ms, before=before, most=min(most, PAGE_MAX))


def checked(tx: ReadTx, brand: Actor, terms: Terms) -> Terms:
    """Sound terms about the brand's own goods, in their canonical order."""
    terms = rules.in_order(_with_clean_words(terms))
    rules.require_sound(terms, now_ms=tx.now_ms)
    for product_id in terms.product_ids:
        own_product_for(tx, brand, product_id)
    for price in terms.prices:
        _require_price(tx, brand, terms, price)
    return terms


def _with_clean_words(terms: Terms) -> Terms:
    milestones = tuple(
        rules.Milestone(
            clean_line(one.title, limit=rules.MILESTONE_CHARS_MAX, field="milestones"), one.due_at_ms, one.amount_minor
        )
        for one in terms.milestones
    )
    return msgspec.structs.replace(terms, milestones=milestones)


def _require_price(tx: ReadTx, brand: Actor, terms: Terms, price: rules.AgreedPrice) -> None:
    try:
        sku = sku_for(tx, brand, price.sku_id)
    except NotFound:
        require_valid(False, "price_of_other_goods", field="prices")
        raise
    require_valid(sku.product_id in terms.product_ids, "price_of_other_goods", field="prices")
    require_valid(sku.currency == terms.currency, "other_currency", field="prices")
    require_valid(price.price_minor <= sku.price_minor, "price_above_list", field="prices")


def take_seat(tx: WriteTx, actor: Actor, offer_id: str) -> None:
    """Conflict offer_full: the brand has as many hosts as it wanted."""
    if not tx.change(_SEAT, one=offer_id):
        raise Conflict("offer_full")


def free_seat(tx: WriteTx, actor: Actor, offer_id: str) -> None:
    tx.change(_UNSEAT, one=offer_id)


def may_be_host(tx: ReadTx, person_id: str) -> bool:
    return actor_of(tx, person_id).has("host")
