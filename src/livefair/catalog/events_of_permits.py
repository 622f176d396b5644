"""What happened to permits, and to the goods that need them."""

from livefair.kernel import Fact


class PermitFiled(Fact, frozen=True, kw_only=True):
    """A brand has brought a paper before the moderators."""

    permit_id: str
    brand_id: str
    category: str


class PermitDecided(Fact, frozen=True, kw_only=True):
    permit_id: str
    brand_id: str
    category: str
    outcome: str
    decided_by: str


class PermitEnded(Fact, frozen=True, kw_only=True):
    """`why`: expired, or revoked by a moderator."""

    permit_id: str
    brand_id: str
    category: str
    why: str
    by: str


class GoodsHeldBack(Fact, frozen=True, kw_only=True):
    """So many products of a kind are not on sale any more: their brand has no permit for them."""

    brand_id: str
    category: str
    products: int


class GoodsReleased(Fact, frozen=True, kw_only=True):
    """So many products of a kind are on sale again."""

    brand_id: str
    category: str
    products: int
