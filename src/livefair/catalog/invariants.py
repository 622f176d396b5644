"""What must hold of the catalogue at every moment; returns a sentence for each breach."""

from sqlalchemy import exists, select

from livefair.catalog.models import PRODUCT
from livefair.catalog.models.permits import PERMIT
from livefair.governance.permit_policy import permit_policy
from livefair.kernel import ReadTx, query, text_in

_covered = exists().where(
    PERMIT.c.brand_id == PRODUCT.c.brand_id,
    PERMIT.c.category == PRODUCT.c.category,
    PERMIT.c.outcome == "approved",
    PERMIT.c.ended_at_ms.is_(None),
)
_needs = text_in(PRODUCT.c.category, "kinds") & ~_covered
_UNHELD = query(str, select(PRODUCT.c.id).where(_needs, PRODUCT.c.permit_missing_at_ms.is_(None)).limit(20))
_HELD = query(
    str,
    select(PRODUCT.c.id).where(~_needs, PRODUCT.c.permit_missing_at_ms.is_not(None)).limit(20),
)


def breaches(tx: ReadTx) -> list[str]:
    kinds = list(permit_policy(tx).knobs.categories)
    unheld = [f"product {one} is sold without the permit that it needs" for one in tx.all(_UNHELD, kinds=kinds)]
    held = [f"product {one} waits for a permit that is there or not needed" for one in tx.all(_HELD, kinds=kinds)]
    return unheld + held
