"""What brands and hosts have agreed."""

from livefair.kernel import Fact


class OfferPublished(Fact, frozen=True, kw_only=True):
    offer_id: str
    brand_id: str
    audience: str
    terms_hash: str


class OfferWithdrawn(Fact, frozen=True, kw_only=True):
    offer_id: str
    brand_id: str


class DealProposed(Fact, frozen=True, kw_only=True):
    """`by` is brand or host; version 1 is what the offer says."""

    deal_id: str
    offer_id: str
    brand_id: str
    host_id: str
    version: int
    by: str
    terms_hash: str


class DealSigned(Fact, frozen=True, kw_only=True):
    """Both sides have signed this version: from now on it counts."""

    deal_id: str
    brand_id: str
    host_id: str
    version: int
    terms_hash: str
    commission_bp: int
    fee_minor: int
    currency: str


class DealDeclined(Fact, frozen=True, kw_only=True):
    deal_id: str
    brand_id: str
    host_id: str
    version: int
    by: str


class DealEnded(Fact, frozen=True, kw_only=True):
    deal_id: str
    brand_id: str
    host_id: str
    by: str


class MilestoneDelivered(Fact, frozen=True, kw_only=True):
    deal_id: str
    version: int
    position: int
    brand_id: str
    host_id: str


class MilestoneMissed(Fact, frozen=True, kw_only=True):
    """Its part of the fee stays in escrow."""

    deal_id: str
    version: int
    position: int
    brand_id: str
    host_id: str


class MilestoneSettled(Fact, frozen=True, kw_only=True):
    """`outcome` is paid (to the host) or returned (to the brand)."""

    deal_id: str
    version: int
    position: int
    brand_id: str
    host_id: str
    outcome: str
    amount_minor: int
    currency: str


class SampleAsked(Fact, frozen=True, kw_only=True):
    sample_id: str
    deal_id: str
    host_id: str
    sku_id: str


class SampleDeclined(Fact, frozen=True, kw_only=True):
    sample_id: str
    deal_id: str
    host_id: str


class SampleSent(Fact, frozen=True, kw_only=True):
    """One piece has left the stock, for no money."""

    sample_id: str
    deal_id: str
    host_id: str
    sku_id: str


class SampleSettled(Fact, frozen=True, kw_only=True):
    """The host has reviewed it, or the brand has it back: `duty` says which."""

    sample_id: str
    deal_id: str
    host_id: str
    duty: str
