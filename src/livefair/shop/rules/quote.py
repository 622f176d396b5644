"""What a buyer pays, line by line, and why it is not more. Pure: everything that was looked up comes in."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from livefair.kernel.money import split_minor

Kind = Literal["flash_sale", "coupon"]
WHOLE_BP = 10_000


class Flash(NamedTuple):
    """A flash sale that this buyer is in: until it ends `pieces` may still be taken at `unit_minor`."""

    sale_id: str
    unit_minor: int
    pieces: int
    until_ms: int = 0


class Item(NamedTuple):
    """One line of a cart at the catalogue's price. `key` is the caller's own name for it."""

    key: str
    brand_id: str
    quantity: int
    unit_minor: int
    flash: Flash | None = None


class Offer(NamedTuple):
    """A coupon in the buyer's hands, for goods of one brand. `percent_bp` 0: `off_minor` is what it takes off.

    `cap_minor` is the most that a percentage takes off, `least_minor` what has to be bought for it.
    """

    grant_id: str
    brand_id: str
    off_minor: int = 0
    percent_bp: int = 0
    cap_minor: int | None = None
    least_minor: int = 0


class Reduction(NamedTuple):
    """Why a line costs `minor` less than the catalogue says; `source_id` is the sale or the coupon in hand."""

    kind: Kind
    source_id: str
    minor: int


class Priced(NamedTuple):
    """A line as it is to be paid. What a flash sale has no pieces left for is a line of its own at the usual price."""

    key: str
    brand_id: str
    quantity: int
    list_minor: int
    unit_minor: int
    reductions: tuple[Reduction, ...] = ()

    @property
    def discount_minor(self) -> int:
        """What coupons take off the whole line."""
        return sum(each.minor for each in self.reductions if each.kind == "coupon")

    @property
    def amount_minor(self) -> int:
        return self.unit_minor * self.quantity - self.discount_minor


def quote(items: Sequence[Item], offers: Sequence[Offer] = ()) -> list[Priced]:
    """Each item in its order: the flash price first, then for each brand the one coupon that takes most off.

    Every line keeps at least one minor unit, so nobody is ever paid for buying.
    """
    lines = [line for item in items for line in _with_flash(item)]
    for brand_id in dict.fromkeys(line.brand_id for line in lines):
        lines = _with_best_coupon(lines, brand_id, [offer for offer in offers if offer.brand_id == brand_id])
    return lines


def off_by(offer: Offer, amount_minor: int) -> int:
    """What the coupon takes off goods of that amount; 0 where not enough is bought."""
    if amount_minor < offer.least_minor:
        return 0
    if not offer.percent_bp:
        return min(offer.off_minor, amount_minor)
    off = amount_minor * offer.percent_bp // WHOLE_BP
    return off if offer.cap_minor is None else min(off, offer.cap_minor)


def _with_flash(item: Item) -> list[Priced]:
    usual = Priced(item.key, item.brand_id, item.quantity, item.unit_minor, item.unit_minor)
    flash = item.flash
    if flash is None or flash.pieces <= 0 or flash.unit_minor >= item.unit_minor:
        return [usual]
    pieces = min(item.quantity, flash.pieces)
    saved = Reduction("flash_sale", flash.sale_id, (item.unit_minor - flash.unit_minor) * pieces)
    cheap = usual._replace(quantity=pieces, unit_minor=flash.unit_minor, reductions=(saved,))
    rest = item.quantity - pieces
    return [cheap, usual._replace(quantity=rest)] if rest else [cheap]


def _with_best_coupon(lines: list[Priced], brand_id: str, offers: Sequence[Offer]) -> list[Priced]:
    theirs = [index for index, line in enumerate(lines) if line.brand_id == brand_id]
    total_minor = sum(lines[index].amount_minor for index in theirs)
    best = max(offers, key=lambda offer: off_by(offer, total_minor), default=None)
    if best is None:
        return lines
    # Over and above one unit for each line: what is shared out in proportion to that never empties one.
    room = [lines[index].amount_minor - 1 for index in theirs]
    off_minor = min(off_by(best, total_minor), sum(room))
    if off_minor <= 0:
        return lines
    found = list(lines)
    for index, minor in zip(theirs, split_minor(off_minor, room), strict=True):
        if minor:
            reduction = Reduction("coupon", best.grant_id, minor)
            found[index] = lines[index]._replace(reductions=(*lines[index].reductions, reduction))
    return found
