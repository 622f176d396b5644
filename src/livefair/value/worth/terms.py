"""What the owner of a brand says of a year: costs, capital, tax, and what capital could earn elsewhere. In versions."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.kernel import Actor, ReadTx, WriteTx, not_found, query, require_valid
from livefair.value.events import WorthTermsSet
from livefair.value.models import WORTH_TERMS
from livefair.value.rules.worth import Terms

HOUSE = "house"
WHOLE_BP = 10_000
AMOUNT_MAX = 10**14
TAX_BP_MAX = 6_000
WACC_BP = (100, 5_000)
GROWTH_BP = (-2_000, 1_000)


class Said(NamedTuple):
    """Of a year. `version` 0: nothing was said yet, and these are the program's own assumptions."""

    opex_minor: int
    capital_minor: int
    tax_bp: int
    wacc_bp: int
    growth_bp: int
    version: int = 0

    @property
    def terms(self) -> Terms:
        rates = (self.tax_bp / WHOLE_BP, self.wacc_bp / WHOLE_BP, self.growth_bp / WHOLE_BP)
        return Terms(float(self.opex_minor), float(self.capital_minor), *rates)


ASSUMED = Said(opex_minor=0, capital_minor=0, tax_bp=2_500, wacc_bp=1_000, growth_bp=200)

_NEWEST = query(
    Said,
    select(*(WORTH_TERMS.c[name] for name in Said._fields))
    .where(WORTH_TERMS.c.owner == bindparam("owner"))
    .order_by(WORTH_TERMS.c.version.desc())
    .limit(1),
)


def may_see(actor: Actor, owner: str) -> bool:
    return actor.has("operator") or (owner != HOUSE and actor.organisation_id == owner and actor.has("brand"))


def said_terms(tx: ReadTx, owner: str) -> Said:
    return tx.one(_NEWEST, owner=owner) or ASSUMED


def set_terms(tx: WriteTx, actor: Actor, owner: str, said: Said) -> int:
    """The next version. The house's by operators, a brand's by itself. Refusals: not_found, out_of_range."""
    if not may_see(actor, owner) or (owner != HOUSE and actor.organisation_id != owner):
        not_found("brand")
    for field in ("opex_minor", "capital_minor"):
        require_valid(0 <= getattr(said, field) <= AMOUNT_MAX, "out_of_range", field=field.removesuffix("_minor"))
    require_valid(0 <= said.tax_bp <= TAX_BP_MAX, "out_of_range", field="tax")
    require_valid(WACC_BP[0] <= said.wacc_bp <= WACC_BP[1], "out_of_range", field="wacc")
    require_valid(GROWTH_BP[0] <= said.growth_bp <= GROWTH_BP[1], "out_of_range", field="growth")
    values = said._replace(version=said_terms(tx, owner).version + 1)._asdict()
    tx.insert(WORTH_TERMS, owner=owner, **values, set_by=actor.id, set_at_ms=tx.now_ms)
    tx.announce(WorthTermsSet(owner=owner, **values))
    return int(values["version"])
