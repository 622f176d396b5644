"""What brands and hosts may agree on, and what it hashes to: pure."""

import hashlib
from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from livefair.kernel.clock import DAY_MS
from livefair.kernel.errors import Invalid, require_valid

BRAND, HOST, NOBODY = "brand", "host", "nobody"
COMMISSION_BP_MIN = 100
COMMISSION_BP_MAX = 8_000
PRODUCTS_MAX = 50
PRICES_MAX = 200
MILESTONES_MAX = 6
MILESTONE_CHARS_MAX = 120
FEE_MINOR_MAX = 10**10
QUANTITY_MAX = 1_000_000
WINDOW_MS_MAX = 366 * DAY_MS
AHEAD_MS_MAX = 366 * DAY_MS
HOSTS_MAX = 200
OFFERS_MAX = 200
VERSIONS_MAX = 40
NAME_CHARS_MAX = 80
NOTE_CHARS_MAX = 500
SAMPLE_DAYS_MAX = 90
ANSWER_WITHIN_MS: Final = 7 * DAY_MS
"""How long a brand may look at what was delivered: then it counts as accepted."""

Sample = Literal["none", "keep", "review", "return"]
SAMPLES: tuple[Sample, ...] = ("none", "keep", "review", "return")


class AgreedPrice(msgspec.Struct, frozen=True, order=True):
    sku_id: str
    price_minor: int


class Milestone(msgspec.Struct, frozen=True):
    """What the host does until when, and the part of the fee that waits for it."""

    title: str
    due_at_ms: int
    amount_minor: int


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """All that both sides sign. `quantity` 0: as many pieces as there are; `sample`: what becomes of a sample."""

    product_ids: tuple[str, ...]
    commission_bp: int
    starts_at_ms: int
    ends_at_ms: int
    prices: tuple[AgreedPrice, ...] = ()
    currency: str = "CNY"
    quantity: int = 0
    is_exclusive: bool = False
    milestones: tuple[Milestone, ...] = ()
    sample: Sample = "none"
    sample_days: int = 14

    @property
    def fee_minor(self) -> int:
        return sum(milestone.amount_minor for milestone in self.milestones)


def in_order(terms: Terms) -> Terms:
    """The same terms as everybody writes them: what has no order of its own is sorted, nothing stands twice."""
    by_due = sorted(terms.milestones, key=lambda one: (one.due_at_ms, one.title))
    return msgspec.structs.replace(
        terms,
        product_ids=tuple(sorted(set(terms.product_ids))),
        prices=tuple(sorted(set(terms.prices))),
        milestones=tuple(by_due),
    )


def canonical(terms: Terms) -> str:
    return msgspec.json.encode(terms, order="sorted").decode()


def read_terms(text: str) -> Terms:
    return msgspec.json.decode(text, type=Terms)


def hash_of(text: str) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal: what a signature stands under."""
    return hashlib.sha256(text.encode()).hexdigest()


def require_sound(terms: Terms, *, now_ms: int) -> None:
    """Invalid, with the field that is wrong."""
    require_valid(0 < len(terms.product_ids) <= PRODUCTS_MAX, "choose_products", field="product_ids")
    _require_within(terms.commission_bp, COMMISSION_BP_MIN, COMMISSION_BP_MAX, "commission_bp")
    _require_within(terms.quantity, 0, QUANTITY_MAX, "quantity")
    require_valid(terms.sample in SAMPLES, "bad_value", field="sample")
    _require_within(terms.sample_days, 1, SAMPLE_DAYS_MAX, "sample_days")
    _require_window(terms, now_ms)
    _require_prices(terms.prices)
    _require_milestones(terms)


def _require_window(terms: Terms, now_ms: int) -> None:
    require_valid(terms.ends_at_ms > max(now_ms, terms.starts_at_ms), "in_the_past", field="ends_at")
    is_near = now_ms - WINDOW_MS_MAX <= terms.starts_at_ms <= now_ms + AHEAD_MS_MAX
    require_valid(is_near, "out_of_range", field="starts_at")
    require_valid(terms.ends_at_ms - max(now_ms, terms.starts_at_ms) <= WINDOW_MS_MAX, "window_long", field="ends_at")


def _require_prices(prices: Sequence[AgreedPrice]) -> None:
    require_valid(len(prices) <= PRICES_MAX, "too_many_prices", field="prices", limit=PRICES_MAX)
    require_valid(len({price.sku_id for price in prices}) == len(prices), "price_twice", field="prices")
    for price in prices:
        require_valid(price.price_minor > 0, "bad_amount", field="prices")


def _require_milestones(terms: Terms) -> None:
    if len(terms.milestones) > MILESTONES_MAX:
        raise Invalid("too_many_milestones", field="milestones", limit=MILESTONES_MAX)
    for one in terms.milestones:
        require_valid(bool(one.title) and len(one.title) <= MILESTONE_CHARS_MAX, "milestone_title", field="milestones")
        require_valid(0 < one.amount_minor <= FEE_MINOR_MAX, "bad_amount", field="milestones")
        is_within = terms.starts_at_ms <= one.due_at_ms <= terms.ends_at_ms
        require_valid(is_within, "milestone_outside", field="milestones")


def _require_within(value: int, least: int, most: int, field: str) -> None:
    require_valid(least <= value <= most, "out_of_range", field=field)


def other(side: str) -> str:
    return HOST if side == BRAND else BRAND


def charged_minor(*, listed_minor: int, agreed_minor: int | None) -> int:
    """Nobody pays more in a room than outside it, whatever was agreed before the price fell."""
    return listed_minor if agreed_minor is None else min(listed_minor, agreed_minor)


def has_left(*, quantity: int, taken: int, pieces: int) -> bool:
    return not quantity or taken + pieces <= quantity
