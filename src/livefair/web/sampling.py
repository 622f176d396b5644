"""Samples of a deal, as both sides see them and speak of them."""

from typing import Annotated, NamedTuple

import msgspec

from livefair.catalog import product_cards
from livefair.catalog.queries import skus_named
from livefair.kernel import ReadTx
from livefair.supply.samples import samples_of
from livefair.web.forms import Form, Id


class Asking(Form, frozen=True, kw_only=True):
    sku_id: Id


class Saying(Form, frozen=True, kw_only=True):
    """A tracking number, or where the review can be seen."""

    sample_id: Id
    text: Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")] = ""


class SampleView(NamedTuple):
    id: str
    title: str
    duty: str
    state: str
    tracking: str
    proof: str
    due_at_ms: int | None
    is_overdue: bool


def sample_views(tx: ReadTx, deal_id: str, locale: str) -> list[SampleView]:
    found = samples_of(tx, deal_id)
    skus = skus_named(tx, [sample.sku_id for sample in found])
    cards = product_cards(tx, sorted({sample.product_id for sample in found}))
    return [
        SampleView(
            sample.id,
            f"{cards[sample.product_id].title(locale)} · {skus[sample.sku_id].name(locale)}",
            sample.duty,
            sample.state,
            sample.tracking,
            sample.proof,
            sample.due_at_ms,
            sample.is_overdue(tx.now_ms),
        )
        for sample in found
    ]
