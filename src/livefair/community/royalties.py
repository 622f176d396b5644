"""What is owed for ideas on each unit of what was made of them."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, select

from livefair.community.models import IDEA, IDEA_CREDIT
from livefair.kernel import ReadTx, query


class Royalty(NamedTuple):
    """`parts` of all parts of the idea's credit, and of its `basis_points` of the price, are this person's."""

    idea_id: str
    person_id: str
    basis_points: int
    parts: int


_ROYALTIES = query(
    Royalty,
    select(IDEA.c.id, IDEA_CREDIT.c.person_id, IDEA.c.royalty_bp, IDEA_CREDIT.c.parts)
    .join_from(IDEA, IDEA_CREDIT, IDEA_CREDIT.c.idea_id == IDEA.c.id)
    .where(IDEA.c.made_product_id == bindparam("product"), IDEA.c.launched_at_ms <= bindparam("at", type_=BigInteger))
    .order_by(IDEA.c.launched_at_ms, IDEA.c.id, IDEA_CREDIT.c.parts.desc(), IDEA_CREDIT.c.person_id),
)


def royalties_of(tx: ReadTx, product_id: str, at_ms: int) -> list[Royalty]:
    """Of a unit that was ordered at that moment, whole ideas one after the other."""
    return tx.all(_ROYALTIES, product=product_id, at=at_ms)
