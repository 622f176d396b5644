"""Offers and deals as both sides see them."""

from typing import NamedTuple

from livefair.catalog import product_cards
from livefair.catalog.queries import skus_of_all
from livefair.kernel import DAY_MS, Actor, Money, ReadTx
from livefair.people import organisation_names, person_card, person_cards
from livefair.supply.deals import Deal, Version, deal_for, side_in, versions_of
from livefair.supply.milestones import Milestone, milestones_of
from livefair.supply.offers import Offer, offer_named
from livefair.supply.rules.deals import NOBODY, Terms
from livefair.web.deal_forms import day_of
from livefair.web.sampling import SampleView, sample_views
from livefair.web.urls import file_url


class GoodsView(NamedTuple):
    id: str
    title: str
    picture_url: str | None


class PriceView(NamedTuple):
    """`agreed` is None where everybody's price counts."""

    sku_id: str
    title: str
    listed: Money
    agreed: Money | None


class MilestoneView(NamedTuple):
    title: str
    due_at_ms: int
    amount: Money
    day: str


class TermsView(NamedTuple):
    """`prices` are those agreed; `skus` all that could be, for a form."""

    goods: list[GoodsView]
    commission: float
    percent: str
    prices: list[PriceView]
    skus: list[PriceView]
    fee: Money
    quantity: int
    starts_at_ms: int
    ends_at_ms: int
    starts_on: str
    ends_on: str
    is_exclusive: bool
    sample: str
    sample_days: int
    milestones: list[MilestoneView]


class OfferView(NamedTuple):
    id: str
    name: str
    brand_id: str
    brand: str
    audience: str
    terms: TermsView
    hosts_wanted: int
    hosts_found: int
    is_running: bool
    is_withdrawn: bool


class DealRow(NamedTuple):
    id: str
    name: str
    brand: str
    host: str
    host_id: str
    state: str
    is_my_turn: bool
    commission: float
    ends_at_ms: int
    is_in_force: bool
    taken: int


class SignedView(NamedTuple):
    by: str
    at_ms: int


class VersionView(NamedTuple):
    number: int
    terms: TermsView
    terms_hash: str
    proposed_by: str
    note: str
    proposed_at_ms: int
    brand: SignedView | None
    host: SignedView | None
    is_in_force: bool


class FeePart(NamedTuple):
    """One milestone of a signed version."""

    version: int
    position: int
    title: str
    amount: Money
    due_at_ms: int
    state: str
    note: str


class DealView(NamedTuple):
    """`newest` waits for an answer if `turn` is somebody's."""

    id: str
    name: str
    brand_id: str
    brand: str
    host_id: str
    host: str
    side: str
    state: str
    turn: str
    newest: VersionView
    in_force: VersionView | None
    versions: list[VersionView]
    fee_parts: list[FeePart]
    samples: list[SampleView]
    taken: int

    @property
    def is_my_turn(self) -> bool:
        return self.turn == self.side and self.turn != NOBODY


def terms_view(tx: ReadTx, terms: Terms, locale: str) -> TermsView:
    ids = list(terms.product_ids)
    cards = product_cards(tx, ids)
    agreed = {price.sku_id: price.price_minor for price in terms.prices}
    skus = [
        PriceView(
            sku.id,
            f"{cards[product_id].title(locale)} · {sku.name(locale)}",
            sku.price,
            Money(agreed[sku.id], terms.currency) if sku.id in agreed else None,
        )
        for product_id, each in skus_of_all(tx, ids).items()
        if product_id in cards
        for sku in each
    ]
    return TermsView(
        goods=[
            GoodsView(one, cards[one].title(locale), file_url(cards[one].picture_key)) for one in ids if one in cards
        ],
        commission=terms.commission_bp / 10_000,
        percent=f"{terms.commission_bp / 100:g}",
        prices=[sku for sku in skus if sku.agreed is not None],
        skus=skus,
        fee=Money(terms.fee_minor, terms.currency),
        quantity=terms.quantity,
        starts_at_ms=terms.starts_at_ms,
        ends_at_ms=terms.ends_at_ms,
        starts_on=day_of(terms.starts_at_ms),
        ends_on=day_of(terms.ends_at_ms - 1),
        is_exclusive=terms.is_exclusive,
        sample=terms.sample,
        sample_days=terms.sample_days,
        milestones=[
            MilestoneView(one.title, one.due_at_ms, Money(one.amount_minor, terms.currency), day_of(one.due_at_ms - 1))
            for one in terms.milestones
        ],
    )


def offer_view(tx: ReadTx, offer: Offer, locale: str) -> OfferView:
    return OfferView(
        id=offer.id,
        name=offer.name,
        brand_id=offer.brand_id,
        brand=organisation_names(tx, [offer.brand_id])[offer.brand_id],
        audience=offer.audience,
        terms=terms_view(tx, offer.terms, locale),
        hosts_wanted=offer.hosts_wanted,
        hosts_found=offer.hosts_found,
        is_running=offer.is_running(tx.now_ms),
        is_withdrawn=offer.withdrawn_at_ms is not None,
    )


def deal_rows(tx: ReadTx, actor: Actor, deals: list[Deal]) -> list[DealRow]:
    """Those that wait for this actor first."""
    brands = organisation_names(tx, sorted({deal.brand_id for deal in deals}))
    hosts = person_cards(tx, sorted({deal.host_id for deal in deals}))
    rows = []
    for deal in deals:
        newest = versions_of(tx, deal.id)[-1].terms
        rows.append(
            DealRow(
                id=deal.id,
                name=offer_named(tx, deal.offer_id),
                brand=brands[deal.brand_id],
                host=hosts[deal.host_id].name,
                host_id=deal.host_id,
                state=deal.state,
                is_my_turn=deal.turn == side_in(actor, deal) != NOBODY and newest.ends_at_ms > tx.now_ms,
                commission=newest.commission_bp / 10_000,
                ends_at_ms=newest.ends_at_ms,
                is_in_force=deal.state == "signed" and newest.starts_at_ms <= tx.now_ms < newest.ends_at_ms,
                taken=deal.taken,
            )
        )
    return sorted(rows, key=lambda row: not row.is_my_turn)


def deal_view(tx: ReadTx, actor: Actor, deal_id: str, locale: str) -> DealView:
    deal = deal_for(tx, actor, deal_id)
    versions = [_version_view(tx, deal, version, locale) for version in versions_of(tx, deal_id)]
    return DealView(
        id=deal.id,
        name=offer_named(tx, deal.offer_id),
        brand_id=deal.brand_id,
        brand=organisation_names(tx, [deal.brand_id])[deal.brand_id],
        host_id=deal.host_id,
        host=person_card(tx, deal.host_id).name,
        side=side_in(actor, deal),
        state=deal.state,
        turn=deal.turn,
        newest=versions[-1],
        in_force=next((one for one in versions if one.is_in_force), None),
        versions=versions,
        fee_parts=[_fee_part(one) for one in milestones_of(tx, deal_id)],
        samples=sample_views(tx, deal_id, locale),
        taken=deal.taken,
    )


def _version_view(tx: ReadTx, deal: Deal, version: Version, locale: str) -> VersionView:
    return VersionView(
        number=version.number,
        terms=terms_view(tx, version.terms, locale),
        terms_hash=version.terms_hash,
        proposed_by=version.proposed_by,
        note=version.note,
        proposed_at_ms=version.proposed_at_ms,
        brand=_signed(tx, version.brand_signed_by, version.brand_signed_at_ms),
        host=_signed(tx, version.host_signed_by, version.host_signed_at_ms),
        is_in_force=deal.state == "signed" and deal.signed_version == version.number,
    )


def _signed(tx: ReadTx, by: str | None, at_ms: int | None) -> SignedView | None:
    return SignedView(person_card(tx, by).name, at_ms) if by and at_ms is not None else None


def _fee_part(one: Milestone) -> FeePart:
    return FeePart(
        one.version, one.position, one.title, Money(one.amount_minor, one.currency), one.due_at_ms, one.state, one.note
    )


def blank_terms(tx: ReadTx) -> TermsView:
    """What a new offer's form begins with: 20 % for thirty days."""
    ends_at_ms = tx.now_ms + 30 * DAY_MS
    return TermsView(
        [], 0.2, "20", [], [], Money(0), 0, tx.now_ms, ends_at_ms, day_of(tx.now_ms), day_of(ends_at_ms), False,
        "none", 14, [],
    )  # fmt: skip
