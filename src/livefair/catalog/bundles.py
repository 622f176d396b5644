"""Bundles: a SKU that consists of others of the same brand. It has no stock but that of its parts."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import or_, select

from livefair.catalog.events import BundleMade
from livefair.catalog.models import PRODUCT, SKU
from livefair.catalog.models.variants import BUNDLE_PART
from livefair.catalog.products import add_sku, own_product_for, sku_for
from livefair.catalog.rules.variants import PART_PIECES_MAX, PARTS_MAX
from livefair.kernel import Actor, Conflict, Money, ReadTx, WriteTx, query, require_valid, text_in


class Part(NamedTuple):
    bundle_id: str
    sku_id: str
    pieces: int


class Called(NamedTuple):
    zh: str
    en: str


_PARTS = query(
    Part,
    select(BUNDLE_PART.c.bundle_id, BUNDLE_PART.c.part_id, BUNDLE_PART.c.pieces)
    .where(text_in(BUNDLE_PART.c.bundle_id, "ids"))
    .order_by(BUNDLE_PART.c.part_id),
)

_REMOVED = query(
    str,
    select(SKU.c.id)
    .join_from(SKU, PRODUCT, PRODUCT.c.id == SKU.c.product_id)
    .where(
        text_in(SKU.c.id, "ids"),
        or_(PRODUCT.c.hidden_case_id.is_not(None), PRODUCT.c.permit_missing_at_ms.is_not(None)),
    ),
)


def make_bundle(
    tx: WriteTx, actor: Actor, product_id: str, called: Called, *, price: Money, parts: Mapping[str, int]
) -> str:
    """`parts`: SKU → pieces of it in one bundle. Returns the bundle's SKU; other parts are another bundle.

    Invalid: bundle_parts. Conflict: bundle_in_bundle.
    """
    is_one = 0 < len(parts) <= PARTS_MAX and sum(parts.values()) > 1
    require_valid(is_one, "bundle_parts", field="parts", limit=PARTS_MAX)
    for sku_id, pieces in parts.items():
        require_valid(0 < pieces <= PART_PIECES_MAX, "out_of_range", field="parts")
        own_product_for(tx, actor, sku_for(tx, actor, sku_id).product_id)
    if parts_of(tx, list(parts)):
        raise Conflict("bundle_in_bundle")
    bundle_id = add_sku(tx, actor, product_id, name_zh=called.zh, name_en=called.en, price=price)
    for sku_id, pieces in parts.items():
        tx.insert(BUNDLE_PART, bundle_id=bundle_id, part_id=sku_id, pieces=pieces)
    tx.announce(BundleMade(bundle_id=bundle_id, product_id=product_id, part_ids=sorted(parts)))
    return bundle_id


def parts_of(tx: ReadTx, sku_ids: list[str]) -> dict[str, list[Part]]:
    """Bundle → its parts, in an order that is the same for everybody who takes them; nothing for other SKUs."""
    found: dict[str, list[Part]] = {}
    for part in tx.all(_PARTS, ids=sku_ids) if sku_ids else ():
        found.setdefault(part.bundle_id, []).append(part)
    return found


def removed_among(tx: ReadTx, sku_ids: list[str]) -> frozenset[str]:
    """Those whose product moderators have taken away, or that lack their permit: they are sold in no bundle either."""
    return frozenset(tx.all(_REMOVED, ids=sku_ids)) if sku_ids else frozenset()
