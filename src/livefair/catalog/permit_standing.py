"""Which goods wait for a permit: said on the product itself, so that nobody who buys has to ask."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select, update

from livefair.catalog.events_of_permits import GoodsHeldBack, GoodsReleased
from livefair.catalog.models import PRODUCT
from livefair.catalog.models.permits import PERMIT
from livefair.governance.permit_policy import permit_policy
from livefair.kernel import ReadTx, WriteTx, change, query, text_in
from livefair.kernel.statements import Change

_in_force = (PERMIT.c.outcome == "approved", PERMIT.c.ended_at_ms.is_(None))
_COVERED = query(
    int,
    select(func.count())
    .select_from(PERMIT)
    .where(PERMIT.c.brand_id == bindparam("brand"), PERMIT.c.category == bindparam("kind"), *_in_force),
)
_covered = exists().where(PERMIT.c.brand_id == PRODUCT.c.brand_id, PERMIT.c.category == PRODUCT.c.category, *_in_force)
_held, _free = PRODUCT.c.permit_missing_at_ms.is_not(None), PRODUCT.c.permit_missing_at_ms.is_(None)
_of_brand = (PRODUCT.c.brand_id == bindparam("brand"), PRODUCT.c.category == bindparam("kind"))
_needed = text_in(PRODUCT.c.category, "kinds")


def _hold(*where: ColumnElement[bool]) -> Change:
    return change(update(PRODUCT).where(_free, *where).values(permit_missing_at_ms=bindparam("now")))


def _release(*where: ColumnElement[bool]) -> Change:
    return change(update(PRODUCT).where(_held, *where).values(permit_missing_at_ms=None))


_HOLD, _HOLD_ALL = _hold(*_of_brand), _hold(_needed, ~_covered)
_RELEASE, _RELEASE_ALL = _release(*_of_brand), _release(or_(~_needed, _covered))


def held_since(tx: ReadTx, brand_id: str, category: str, *, before: int | None = None) -> int | None:
    """Since when goods of this kind wait for a permit of this brand: `before` if they did already; None: they do not.

    Asks for permits only where the kind needs one.
    """
    return None if may_be_sold(tx, brand_id, category) else before or tx.now_ms


def may_be_sold(tx: ReadTx, brand_id: str, category: str) -> bool:
    is_needed = category in permit_policy(tx).knobs.categories
    return not is_needed or tx.value(_COVERED, brand=brand_id, kind=category) > 0


def follow_permits(tx: WriteTx, brand_id: str, category: str) -> int:
    """Hold back or release a brand's goods of a kind as its permits say. Returns how many changed."""
    if may_be_sold(tx, brand_id, category):
        if count := tx.change(_RELEASE, brand=brand_id, kind=category):
            tx.announce(GoodsReleased(brand_id=brand_id, category=category, products=count))
        return count
    if count := tx.change(_HOLD, brand=brand_id, kind=category, now=tx.now_ms):
        tx.announce(GoodsHeldBack(brand_id=brand_id, category=category, products=count))
    return count


def follow_policy(tx: WriteTx, categories: Sequence[str]) -> int:
    """Hold back and release all goods of the fair as a new policy says. Returns how many were held back."""
    tx.change(_RELEASE_ALL, kinds=list(categories))
    return tx.change(_HOLD_ALL, kinds=list(categories), now=tx.now_ms)


def is_held_back(product_id: ColumnElement[str]) -> ColumnElement[bool]:
    """For the statements of upper floors: goods of the brand `brand` of the kind `kind` that wait for a permit."""
    return product_id.in_(select(PRODUCT.c.id).where(*_of_brand, _held))
