"""Products before the moderators: as they are reported, and removed or shown again as a case says."""

from sqlalchemy import ColumnElement, bindparam, select, update

from livefair.catalog.events import ProductHidden, ProductRestored
from livefair.catalog.models import PRODUCT
from livefair.catalog.products import product_for
from livefair.governance import Shown, Subject
from livefair.kernel import Actor, ReadTx, WriteTx, change, query
from livefair.people.organisations import owner_of

_BRAND = query(str, select(PRODUCT.c.brand_id).where(PRODUCT.c.id == bindparam("product")))
_FOLLOW_CASE = change(
    update(PRODUCT)
    .where(PRODUCT.c.id == bindparam("product"), PRODUCT.c.hidden_case_id.is_distinct_from(bindparam("case")))
    .values(hidden_case_id=bindparam("case"))
)


def shown_product(tx: ReadTx, actor: Actor, product_id: str) -> Shown:
    """The product as governance takes it when somebody reports it; its brand's owner answers for it."""
    product = product_for(tx, actor, product_id)
    snapshot = f"{product.title_zh} / {product.title_en}\n{product.about_zh}\n{product.about_en}"
    return Shown(Subject("product", product.id), owner_of(tx, product.brand_id), snapshot)


def not_removed(product_id: ColumnElement[str]) -> ColumnElement[bool]:
    """For the statements of upper floors: only rows of products that moderators have not removed."""
    return product_id.not_in(select(PRODUCT.c.id).where(PRODUCT.c.hidden_case_id.is_not(None)))


def hide_or_restore(tx: WriteTx, actor: Actor, product_id: str, case_id: str | None) -> None:
    """Make a product's visibility follow the moderators: hidden by a case, or by none."""
    if not tx.change(_FOLLOW_CASE, product=product_id, case=case_id):
        return
    brand_id = str(tx.one(_BRAND, product=product_id))
    if case_id is None:
        tx.announce(ProductRestored(product_id=product_id, brand_id=brand_id))
    else:
        tx.announce(ProductHidden(product_id=product_id, brand_id=brand_id, case_id=case_id))
