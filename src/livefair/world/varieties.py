"""How the demo world's goods vary: shoes and hats by size, tea things also as a set."""

from livefair.catalog.bundles import Called, make_bundle
from livefair.catalog.queries import skus_named
from livefair.catalog.rules.variants import Named, OptionDraft
from livefair.catalog.variants import lay_out
from livefair.kernel import Actor, Money, WriteTx
from livefair.world.fair import Fair, Goods

SIZES = {"sneaker": ("38", "39", "40", "41", "42"), "cap": ("M", "L"), "hat": ("M", "L")}
SET = Called("一壶两杯", "A pot and two cups")
SET_PERCENT = 90


def lay_out_sizes(tx: WriteTx, brand: Actor, product_id: str, family: str, price: Money) -> list[str]:
    """The SKUs of a family that comes in sizes; none for the others."""
    sizes = tuple(Named(size, size) for size in SIZES.get(family, ()))
    return lay_out(tx, brand, product_id, [OptionDraft(Named("尺码", "Size"), sizes)], price=price) if sizes else []


def sell_sets(fair: Fair) -> None:
    """Of every brand that has both: a teapot with two mugs, for less than they cost alone."""
    for pot in _of_family(fair, "teapot"):
        mug = next((one for one in _of_family(fair, "mug") if one.brand.id == pot.brand.id), None)
        if mug is None:
            continue
        parts = {pot.sku_ids[0]: 1, mug.sku_ids[0]: 2}
        skus = fair.db.read_now(skus_named, list(parts))
        whole_minor = sum(skus[sku_id].price_minor * pieces for sku_id, pieces in parts.items())
        price = Money(whole_minor * SET_PERCENT // 100)
        fair.db.write_now(make_bundle, pot.brand, pot.product_id, SET, price=price, parts=parts)


def _of_family(fair: Fair, family: str) -> list[Goods]:
    return [goods for goods in fair.goods.values() if goods.family == family]
