"""What a brand may write of its prices: "lowest" only where the remembered prices say so, and as long as they do."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.catalog import rules
from livefair.catalog.models import PRICE, PRODUCT, SKU
from livefair.governance.price_claims import PriceClaim, price_claims_in
from livefair.kernel import Invalid, ReadTx, query


class _Texts(NamedTuple):
    title_zh: str
    title_en: str
    about_zh: str
    about_en: str


_HISTORIES = query(
    lambda sku_id, at_ms, minor: (sku_id, (at_ms, minor)),
    select(SKU.c.id, PRICE.c.from_at_ms, PRICE.c.price_minor)
    .join_from(SKU, PRICE, PRICE.c.sku_id == SKU.c.id)
    .where(SKU.c.product_id == bindparam("product"), SKU.c.retired_at_ms.is_(None))
    .order_by(PRICE.c.from_at_ms, PRICE.c.seq),
)
_TEXTS = query(
    _Texts,
    select(PRODUCT.c.title_zh, PRODUCT.c.title_en, PRODUCT.c.about_zh, PRODUCT.c.about_en).where(
        PRODUCT.c.id == bindparam("product")
    ),
)


def require_true_claims(tx: ReadTx, product_id: str, texts: Mapping[str, str]) -> None:
    """Invalid: price_claim_untrue, with the words, for a claim that is not true of each of the product's variants."""
    found = {field: price_claims_in(text) for field, text in texts.items()}
    if not any(found.values()):
        return
    histories: dict[str, list[rules.PricePoint]] = {}
    for sku_id, point in tx.all(_HISTORIES, product=product_id):
        histories.setdefault(sku_id, []).append(point)
    for field, claims in found.items():
        for claim in claims:
            if not histories or not all(_is_true(claim, each, tx.now_ms) for each in histories.values()):
                raise Invalid("price_claim_untrue", field=field, words=claim.words)


def require_own_claims(tx: ReadTx, product_id: str) -> None:
    """After a price was set: what the product's own words say of it is still so."""
    require_true_claims(tx, product_id, tx.value(_TEXTS, product=product_id)._asdict())


def require_no_claims(texts: Mapping[str, str]) -> None:
    """Where no price is meant that could be looked up, none may be called the lowest. Invalid: price_claim_untrue."""
    for field, text in texts.items():
        for claim in price_claims_in(text):
            raise Invalid("price_claim_untrue", field=field, words=claim.words)


def require_product_without_claims(tx: ReadTx, product_id: str) -> None:
    require_no_claims(tx.value(_TEXTS, product=product_id)._asdict())


def _is_true(claim: PriceClaim, history: list[rules.PricePoint], now_ms: int) -> bool:
    if claim.kind == "anywhere":
        return False
    if claim.kind == "ever":
        return rules.is_lowest_ever(history, now_ms=now_ms)
    return rules.is_lowest_of_days(history, days=claim.days, now_ms=now_ms)
