"""What a buyer pays, line by line, and why it is not more. Pure: everything that was looked up comes in."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from livefair.kernel.money import split_minor

Kind = Literal["flash_sale", "coupon", "host_coupon", "house_coupon"]
Payer = Literal["brand", "host", "house"]
PAYERS: tuple[Payer, ...] = ("brand", "host", "house")
"""Who pays for coupons, in the order in which they are taken off: at most one of each for the goods of one brand."""
KIND_OF: dict[Payer, Kind] = {"brand": "coupon", "host": "host_coupon", "house": "house_coupon"}
COUPONS = frozenset(KIND_OF.values())
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
    host_id: str | None = None
    # The host's own part of the price, in basis points of basis points: a host's coupon takes off no more.
    host_weight: int = 0


class Offer(NamedTuple):
    """A coupon in the buyer's hands. `percent_bp` 0: `off_minor` is what it takes off.

    A brand's (`brand_id`) is for its own goods, a host's (`host_id`) for what is bought through that host, the house's
    for all goods. `cap_minor` is the most that a percentage takes off, `least_minor` what has to be bought for it.
    """

    grant_id: str
    brand_id: str | None
    off_minor: int = 0
    percent_bp: int = 0
    cap_minor: int | None = None
    least_minor: int = 0
    payer: Payer = "brand"
    host_id: str | None = None


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
    host_id: str | None = None
    host_weight: int = 0

    @property
    def discount_minor(self) -> int:
        """What coupons take off the whole line, whoever pays for them."""
        return sum(each.minor for each in self.reductions if each.kind in COUPONS)

    @property
    def host_bears_minor(self) -> int:
        return sum(each.minor for each in self.reductions if each.kind == "host_coupon")

    @property
    def house_bears_minor(self) -> int:
        return sum(each.minor for each in self.reductions if each.kind == "house_coupon")

    @property
    def amount_minor(self) -> int:
        return self.unit_minor * self.quantity - self.discount_minor


def quote(items: Sequence[Item], offers: Sequence[Offer] = ()) -> list[Priced]:
    """Each item in its order: the flash price first, then one coupon of the brand, one of the host, one of the house.

    Each of them takes its part of what those before it have left; what has to be bought for it is counted before any
    coupon. Every line keeps at least one minor unit, so nobody is ever paid for buying.
    """
    lines = [line for item in items for line in _with_flash(item)]
    if not offers:
        return lines
    bought = [line.amount_minor for line in lines]
    for payer in PAYERS:
        lines = _with_coupons_of(lines, bought, [offer for offer in offers if offer.payer == payer])
    return lines


def off_by(offer: Offer, amount_minor: int, bought_minor: int | None = None) -> int:
    """What the coupon takes off goods of that amount; 0 where not enough is bought (before other coupons)."""
    if (amount_minor if bought_minor is None else bought_minor) < offer.least_minor:
        return 0
    if not offer.percent_bp:
        return min(offer.off_minor, amount_minor)
    off = amount_minor * offer.percent_bp // WHOLE_BP
    return off if offer.cap_minor is None else min(off, offer.cap_minor)


def _with_flash(item: Item) -> list[Priced]:
    usual = Priced(
        item.key,
        item.brand_id,
        item.quantity,
        item.unit_minor,
        item.unit_minor,
        host_id=item.host_id,
        host_weight=item.host_weight,
    )
    flash = item.flash
    if flash is None or flash.pieces <= 0 or flash.unit_minor >= item.unit_minor:
        return [usual]
    pieces = min(item.quantity, flash.pieces)
    saved = Reduction("flash_sale", flash.sale_id, (item.unit_minor - flash.unit_minor) * pieces)
    cheap = usual._replace(quantity=pieces, unit_minor=flash.unit_minor, reductions=(saved,))
    rest = item.quantity - pieces
    return [cheap, usual._replace(quantity=rest)] if rest else [cheap]


class _Use(NamedTuple):
    """A coupon for the goods of one brand: the most that it may take off each of its lines, and what it takes off."""

    offer: Offer
    brand_id: str
    room: dict[int, int]
    off_minor: int


def _with_coupons_of(lines: list[Priced], bought: list[int], offers: Sequence[Offer]) -> list[Priced]:
    """What takes most off comes first; each brand has one, and each coupon is used for one brand's goods."""
    brands = dict.fromkeys(line.brand_id for line in lines)
    uses = [_use(lines, bought, brand_id, offer) for brand_id in brands for offer in offers]
    found, done = list(lines), set[str]()
    for use in sorted(uses, key=lambda use: -use.off_minor):
        if use.off_minor > 0 and not {use.brand_id, use.offer.grant_id} & done:
            done |= {use.brand_id, use.offer.grant_id}
            _take_off(found, use)
    return found


def _use(lines: list[Priced], bought: list[int], brand_id: str, offer: Offer) -> _Use:
    theirs = [at for at, line in enumerate(lines) if line.brand_id == brand_id and _is_for(offer, line)]
    # Over and above one unit for each line: what is shared out in proportion to that never empties one.
    room = {at: _room(offer, lines[at]) for at in theirs}
    amount_minor = sum(lines[at].amount_minor for at in theirs)
    off_minor = off_by(offer, amount_minor, sum(bought[at] for at in theirs))
    return _Use(offer, brand_id, room, min(off_minor, sum(room.values())))


def _is_for(offer: Offer, line: Priced) -> bool:
    if offer.payer == "host":
        return line.host_id == offer.host_id
    return offer.payer == "house" or line.brand_id == offer.brand_id


def _room(offer: Offer, line: Priced) -> int:
    room = line.amount_minor - 1
    return min(room, line.amount_minor * line.host_weight // WHOLE_BP**2) if offer.payer == "host" else room


def _take_off(lines: list[Priced], use: _Use) -> None:
    for at, minor in zip(use.room, split_minor(use.off_minor, list(use.room.values())), strict=True):
        if minor:
            reduction = Reduction(KIND_OF[use.offer.payer], use.offer.grant_id, minor)
            lines[at] = lines[at]._replace(reductions=(*lines[at].reductions, reduction))
