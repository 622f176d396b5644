"""A brand that sells food, and the moderators who see its papers."""

from collections.abc import Callable
from typing import NamedTuple

from livefair.catalog import Words, add_sku, create_product
from livefair.catalog.permits import Paper, decide_permit, file_permit, set_permit_policy
from livefair.kernel import DAY_MS, Actor, Database, Money
from livefair.supply import receive
from tests.stall import Stall, set_up


class Larder(NamedTuple):
    stall: Stall
    operator: Actor
    moderator: Actor

    @property
    def db(self) -> Database:
        return self.stall.db

    @property
    def brand_id(self) -> str:
        return str(self.stall.brand.organisation_id)


def larder(db: Database, join: Callable[..., Actor], *, needs_permit: bool = True) -> Larder:
    """The stall's product is tea."""
    stall = set_up(db, join)
    found = Larder(stall, join("olga", "operator"), join("mo", "moderator"))
    tea = db.write_now(create_product, stall.brand, Words("茶", "Tea", category="food"))
    sku = db.write_now(add_sku, stall.brand, tea, name_zh="罐", name_en="Tin", price=Money(4900))
    db.write_now(receive, stall.brand, sku, quantity=10, key="tea")
    if needs_permit:
        require_permits(found)
    return found._replace(stall=stall._replace(product_id=tea, sku_id=sku))


def require_permits(on: Larder, *categories: str, warn_days: int = 30) -> None:
    on.db.write_now(set_permit_policy, on.operator, categories or ("food",), warn_days=warn_days)


def paper(on: Larder, *, days: float = 365, category: str = "food") -> Paper:
    return Paper(category, "JY13301", "Market authority", on.db.clock() + int(days * DAY_MS))


def filed(on: Larder, *, days: float = 365, key: str = "paper-1") -> str:
    return on.db.write_now(file_permit, on.stall.brand, paper(on, days=days), key=key)


def permitted(on: Larder, *, days: float = 365, key: str = "paper-1") -> str:
    permit_id = filed(on, days=days, key=key)
    on.db.write_now(decide_permit, on.moderator, permit_id, is_approved=True)
    return permit_id
