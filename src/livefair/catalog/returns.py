"""Which goods may not be sent back without a reason: said before they are sold, within what the law allows."""

from sqlalchemy import bindparam, func, select

from livefair.catalog.events import ReturnClassSet
from livefair.catalog.models import RETURN_CLASS, RETURN_CLASSES
from livefair.catalog.products import own_product_for
from livefair.kernel import Actor, ReadTx, WriteTx, query, require_valid

STANDARD = RETURN_CLASSES[0]

_newest = (
    select(func.max(RETURN_CLASS.c.seq))
    .where(RETURN_CLASS.c.product_id == bindparam("product"), RETURN_CLASS.c.from_at_ms <= bindparam("at"))
    .scalar_subquery()
)
_AT = query(str, select(RETURN_CLASS.c.return_class).where(RETURN_CLASS.c.seq == _newest))


def set_return_class(tx: WriteTx, actor: Actor, product_id: str, return_class: str) -> None:
    """From now on; what was bought before keeps the rule that it was bought under. Invalid: unknown_return_class."""
    own_product_for(tx, actor, product_id)
    require_valid(return_class in RETURN_CLASSES, "unknown_return_class", field="return_class")
    if return_class == return_class_at(tx, product_id, tx.now_ms):
        return
    tx.insert(RETURN_CLASS, product_id=product_id, return_class=return_class, from_at_ms=tx.now_ms, set_by=actor.id)
    tx.announce(ReturnClassSet(product_id=product_id, return_class=return_class))


def return_class_at(tx: ReadTx, product_id: str, at_ms: int) -> str:
    return tx.one(_AT, product=product_id, at=at_ms) or STANDARD
