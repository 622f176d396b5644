"""What the demo world's brands sell in other ways than from the cart."""

import contextlib

from livefair.catalog.queries import categories_of, skus_of
from livefair.kernel import DAY_MS, ReadTx, Refusal
from livefair.shop.boxes import begin_series
from livefair.shop.direct import Paying
from livefair.shop.groups import offer_to_groups, open_group
from livefair.shop.local_provider import charge
from livefair.shop.preorders import offer_in_advance
from livefair.shop.rules.boxes import NEVER_UNSEEN, Content, Draft
from livefair.shop.rules.groups import Draft as GroupDraft
from livefair.shop.rules.preorders import Draft as EarlyDraft
from livefair.supply import level
from livefair.world.fair import Fair, Goods

KINDS = 3
PIECES = (12, 7, 1)
GUARANTEE_AFTER = 8
GROUP_PERCENT, GROUP_SIZE = 85, 3


def sell_in_other_ways(fair: Fair) -> None:
    """The first brand that has enough on its shelves: blind boxes, shown with its cheapest goods, and one kind each for
    groups and for a deposit.
    """
    for brand in fair.brands:
        mine = [goods for goods in fair.goods.values() if goods.brand.organisation_id == brand.organisation_id]
        kinds = fair.db.read_now(_kinds, mine)
        if len(kinds) >= KINDS:
            _box_up(fair, kinds)
            _offer_early(fair, kinds)
            return


def _offer_early(fair: Fair, kinds: list[tuple[int, str, str, Goods]]) -> None:
    """Somebody has opened a group already, and waits for two others."""
    price_minor, sku_id, _, goods = kinds[1]
    draft = GroupDraft(price_minor * GROUP_PERCENT // 100, GROUP_SIZE, lasts_ms=3 * DAY_MS, ends_after_ms=60 * DAY_MS)
    offer_id = fair.db.write_now(offer_to_groups, goods.brand, sku_id, draft)
    first = fair.customers[0]
    paying = Paying(first.address_id, draft.price_minor, "local", "the first group")
    payment_id = fair.db.write_now(open_group, first.actor, offer_id, paying)
    fair.db.write_now(charge, first.actor, payment_id, behaviour="pay")
    fair.work()
    price_minor, sku_id, _, goods = kinds[-1]
    early = EarlyDraft(price_minor, price_minor // 10, ahead_ms=14 * DAY_MS, limit_per_buyer=2)
    fair.db.write_now(offer_in_advance, goods.brand, sku_id, early)


def _kinds(tx: ReadTx, mine: list[Goods]) -> list[tuple[int, str, str, Goods]]:
    """(price, SKU, product, goods) of those that lie on the shelves and may be sold unseen, cheapest first."""
    categories = categories_of(tx, [goods.product_id for goods in mine])
    found = [
        (sku.price_minor, sku.id, goods.product_id, goods)
        for goods in mine
        if categories[goods.product_id] not in NEVER_UNSEEN
        for sku in skus_of(tx, goods.product_id)[:1]
        if level(tx, sku.id).sellable >= 2 * max(PIECES)
    ]
    return sorted(found, key=lambda one: one[:2])


def _box_up(fair: Fair, kinds: list[tuple[int, str, str, Goods]]) -> None:
    chosen = [*kinds[: KINDS - 1], kinds[-1]]
    contents = tuple(
        Content(sku_id, pieces, is_rare=index == KINDS - 1)
        for index, ((_, sku_id, _, _), pieces) in enumerate(zip(chosen, PIECES, strict=True))
    )
    price_minor = chosen[1][0]
    draft = Draft(price_minor, contents, guarantee_after=GUARANTEE_AFTER)
    with contextlib.suppress(Refusal):  # somebody has bought the shelf empty
        fair.db.write_now(begin_series, chosen[0][3].brand, chosen[0][2], draft)
