"""Terms as a form gives them: for a brand's new offer, and for an answer of either side."""

from datetime import UTC, date, datetime
from typing import Annotated

import msgspec

from livefair.kernel import DAY_MS, Invalid
from livefair.supply.rules.deals import (
    MILESTONES_MAX,
    PRICES_MAX,
    PRODUCTS_MAX,
    AgreedPrice,
    Milestone,
    Terms,
)
from livefair.web.forms import Form, Id, Word, minor_of, points_of

Day = Annotated[str, msgspec.Meta(max_length=10, pattern=r"^[0-9-]*$")]
Amount = Annotated[str, msgspec.Meta(max_length=20)]
Percent = Annotated[str, msgspec.Meta(min_length=1, max_length=8)]
Title = Annotated[str, msgspec.Meta(max_length=120, pattern=r"^[^\x00]*$")]


class TermsForm(Form, frozen=True, kw_only=True):
    """`commission` is in percent; days go from midnight to midnight UTC; in lists, the same place belongs together."""

    product_ids: Annotated[list[Id], msgspec.Meta(max_length=PRODUCTS_MAX)] = msgspec.field(default_factory=list)
    commission: Percent
    starts_on: Day
    ends_on: Day
    quantity: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    exclusive: Word = ""
    sample: Word = "none"
    sample_days: Annotated[int, msgspec.Meta(ge=1, le=90)] = 14
    sku_ids: Annotated[list[Id], msgspec.Meta(max_length=PRICES_MAX)] = msgspec.field(default_factory=list)
    prices: Annotated[list[Amount], msgspec.Meta(max_length=PRICES_MAX)] = msgspec.field(default_factory=list)
    milestone_titles: Annotated[list[Title], msgspec.Meta(max_length=MILESTONES_MAX)] = msgspec.field(
        default_factory=list
    )
    milestone_days: Annotated[list[Day], msgspec.Meta(max_length=MILESTONES_MAX)] = msgspec.field(default_factory=list)
    milestone_amounts: Annotated[list[Amount], msgspec.Meta(max_length=MILESTONES_MAX)] = msgspec.field(
        default_factory=list
    )


def terms_of(form: TermsForm) -> Terms:
    """Invalid: bad_time, bad_percent, bad_amount, with the field. Whether the terms make sense is for supply to say."""
    ends_at_ms = midnight(form.ends_on, "ends_on") + DAY_MS
    return Terms(
        product_ids=tuple(form.product_ids),
        commission_bp=points_of(form.commission, "commission"),
        starts_at_ms=midnight(form.starts_on, "starts_on"),
        ends_at_ms=ends_at_ms,
        prices=_prices(form),
        quantity=form.quantity,
        is_exclusive=form.exclusive == "yes",
        milestones=_milestones(form, ends_at_ms),
        sample=form.sample,  # type: ignore[arg-type]  # supply refuses other words
        sample_days=form.sample_days,
    )


def _prices(form: TermsForm) -> tuple[AgreedPrice, ...]:
    given = zip(form.sku_ids, form.prices, strict=False)
    return tuple(AgreedPrice(sku_id, minor_of(price, "prices")) for sku_id, price in given if price.strip())


def _milestones(form: TermsForm, ends_at_ms: int) -> tuple[Milestone, ...]:
    given = zip(form.milestone_titles, form.milestone_days, form.milestone_amounts, strict=False)
    return tuple(
        Milestone(title, min(midnight(day, "milestones") + DAY_MS, ends_at_ms), minor_of(amount, "milestones"))
        for title, day, amount in given
        if title.strip() or amount.strip()
    )


def midnight(day: str, field: str) -> int:
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise Invalid("bad_time", field=field) from None
    return int(datetime(found.year, found.month, found.day, tzinfo=UTC).timestamp()) * 1000


def day_of(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()


SHOWN_AS = {
    "commission_bp": "commission",
    "ends_at": "ends_on",
    "starts_at": "starts_on",
}


def beside(refusal_field: object) -> str:
    """The form's own name of what supply calls otherwise."""
    return SHOWN_AS.get(str(refusal_field), str(refusal_field))
