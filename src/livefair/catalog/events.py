"""What happened to the catalogue."""

from livefair.kernel import Fact


class ProductCreated(Fact, frozen=True, kw_only=True):
    product_id: str
    brand_id: str


class ProductWithdrawn(Fact, frozen=True, kw_only=True):
    product_id: str


class ProductHidden(Fact, frozen=True, kw_only=True):
    """Moderators have removed a product: it is shown and sold nowhere."""

    product_id: str
    brand_id: str
    case_id: str


class ProductRestored(Fact, frozen=True, kw_only=True):
    product_id: str
    brand_id: str


class SkuAdded(Fact, frozen=True, kw_only=True):
    sku_id: str
    product_id: str
    price_minor: int
    currency: str


class PriceChanged(Fact, frozen=True, kw_only=True):
    sku_id: str
    product_id: str
    before_minor: int
    price_minor: int
    currency: str


class ProductFactStated(Fact, frozen=True, kw_only=True):
    fact_id: str
    product_id: str
    corrected_fact_id: str | None


class ProductFactConfirmed(Fact, frozen=True, kw_only=True):
    """The brand says that it is still so."""

    fact_id: str
    product_id: str


class ProductFactRetracted(Fact, frozen=True, kw_only=True):
    fact_id: str
    product_id: str


class ReturnClassSet(Fact, frozen=True, kw_only=True):
    """Whether a product may be sent back without a reason, from now on."""

    product_id: str
    return_class: str


class ScenariosSet(Fact, frozen=True, kw_only=True):
    """What the brand says its product is for."""

    product_id: str
    scenarios: list[str]


class OptionsLaidOut(Fact, frozen=True, kw_only=True):
    """A product is chosen by so many options; what was not on sale before now is."""

    product_id: str
    options: int
    new_skus: int


class BundleMade(Fact, frozen=True, kw_only=True):
    bundle_id: str
    product_id: str
    part_ids: list[str]


class SkuRetired(Fact, frozen=True, kw_only=True):
    sku_id: str
    product_id: str


class StoryTold(Fact, frozen=True, kw_only=True):
    """A brand tells something of itself on a card."""

    story_id: str
    brand_id: str


class StoryWithdrawn(Fact, frozen=True, kw_only=True):
    """It is not told any more."""

    story_id: str
    brand_id: str
