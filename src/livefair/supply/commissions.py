"""Commissions: what a brand offers every host who sells a product, in versions that stay."""

from sqlalchemy import bindparam, func, select

from livefair.catalog import own_product_for
from livefair.kernel import Actor, ReadTx, WriteTx, query, require_valid, text_in
from livefair.supply import rules
from livefair.supply.events import CommissionSet
from livefair.supply.models import COMMISSION

_IN_FORCE = query(
    int,
    select(COMMISSION.c.commission_bp)
    .where(COMMISSION.c.product_id == bindparam("product"))
    .order_by(COMMISSION.c.seq.desc())
    .limit(1),
)

_latest = (
    select(func.max(COMMISSION.c.seq)).where(text_in(COMMISSION.c.product_id, "ids")).group_by(COMMISSION.c.product_id)
)
_ALL_IN_FORCE = query(
    lambda product_id, basis_points: (product_id, basis_points),
    select(COMMISSION.c.product_id, COMMISSION.c.commission_bp).where(COMMISSION.c.seq.in_(_latest)),
)


def set_commission(tx: WriteTx, actor: Actor, product_id: str, commission_bp: int) -> None:
    """From now on a host earns `commission_bp` basis points of what a buyer pays for this product."""
    own_product_for(tx, actor, product_id)
    require_valid(0 <= commission_bp <= rules.COMMISSION_BP_MAX, "out_of_range", field="commission_bp")
    tx.insert(COMMISSION, product_id=product_id, commission_bp=commission_bp, from_at_ms=tx.now_ms, set_by=actor.id)
    tx.announce(CommissionSet(product_id=product_id, commission_bp=commission_bp))


def commissions_of(tx: ReadTx, product_ids: list[str]) -> dict[str, int]:
    """By product, the basis points in force now; a product without an offer is not there."""
    return dict(tx.all(_ALL_IN_FORCE, ids=product_ids)) if product_ids else {}


def commission_of(tx: ReadTx, product_id: str) -> int:
    """The basis points in force now; 0 where the brand offers none."""
    return tx.one(_IN_FORCE, product=product_id) or 0
