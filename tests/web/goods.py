"""A brand with goods, for tests of pages."""

from typing import NamedTuple

from livefair import catalog, supply
from livefair.kernel import Actor, Database, Money
from livefair.people import actor_of, found_organisation
from livefair.shop import Place, add_address


class Goods(NamedTuple):
    brand: Actor
    product_id: str
    sku_id: str


def stocked_product(db: Database, person: Actor, *, pieces: int = 10, minor: int = 12_900, n: int = 1) -> Goods:
    """The person founds a brand (once) and puts a product on sale."""
    if person.organisation_id is None:
        db.write_now(found_organisation, person, kind="brand", name=f"Brand of {person.id[-6:]}")
    brand = db.read_now(actor_of, person.id)
    product_id = db.write_now(
        catalog.create_product, brand, catalog.Words(f"跑鞋{n}", f"Runner {n}", "轻", "Light", "shoes")
    )
    sku_id = db.write_now(catalog.add_sku, brand, product_id, name_zh="38 码", name_en="38", price=Money(minor))
    db.write_now(supply.receive, brand, sku_id, quantity=pieces, key=f"first-{n}")
    db.write_now(supply.set_commission, brand, product_id, 2_000)
    return Goods(brand, product_id, sku_id)


def home_of(db: Database, person: Actor) -> str:
    place = Place("Ana", "13800000000", "浙江", "杭州", "西湖路 1 号", "310000")
    return db.write_now(add_address, person, place)
