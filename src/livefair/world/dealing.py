"""What brands and hosts of the demo world agree on: one open offer of each brand, a signed deal, and one under way."""

from livefair.kernel import DAY_MS, Actor
from livefair.people import actor_of
from livefair.supply.deals import Proposal, deal_for, invite_to_offer, propose, version_of
from livefair.supply.offers import OfferDraft, publish_offer
from livefair.supply.purchasing import add_supplier
from livefair.supply.rules.deals import AgreedPrice, Milestone, Terms
from livefair.supply.signing import sign
from livefair.world.artwork import PRODUCTS
from livefair.world.fair import Fair, Host

DEAL_MS = 30 * DAY_MS
SUPPLIER = "城南作坊 · South Gate Works"
NAMES = ("秋冬主推 · Autumn favourites", "人人可接 · Open to all")


def make_deals(fair: Fair) -> None:
    for index, brand in enumerate(fair.brands):
        _open_offer(fair, brand, index)
        fair.db.write_now(add_supplier, brand, name=SUPPLIER, contact="supplier@demo.livefair.example", lead_days=7)
    host, other = fair.hosts[0], fair.hosts[1]
    signed = _invite(fair, host, _terms(fair, host.goods[0], commission_bp=2_500, off=10))
    _sign(fair, host.actor, signed)
    talked = _invite(fair, host, _terms(fair, host.goods[1], commission_bp=1_800, fee_minor=80_000))
    more = _terms(fair, host.goods[1], commission_bp=2_200, fee_minor=120_000)
    fair.db.write_now(propose, host.actor, talked, Proposal(more, 1, "可以加播一场。I can do one more show."))
    _invite(fair, host, _terms(fair, host.goods[2], commission_bp=2_000, sample="review"))
    _invite(fair, other, _terms(fair, other.goods[0], commission_bp=3_000, is_exclusive=True))


def _open_offer(fair: Fair, brand: Actor, index: int) -> None:
    keys = [product.key for product in PRODUCTS if product.brand == index][:4]
    if keys:
        ids = tuple(fair.goods[key].product_id for key in keys)
        fair.db.write_now(publish_offer, brand, OfferDraft(NAMES[1], _frame(fair, ids, 1_200 + 300 * (index % 4))))


def _terms(fair: Fair, key: str, *, commission_bp: int, off: int = 0, fee_minor: int = 0, **more: object) -> Terms:
    """One product, at `off` percent below its price of today, for a flat fee."""
    goods, product = fair.goods[key], next(product for product in PRODUCTS if product.key == key)
    agreed = product.price_minor * (100 - off) // 100
    prices = tuple(AgreedPrice(sku_id, agreed) for sku_id in goods.sku_ids) if off else ()
    due_at_ms = fair.clock() + 7 * DAY_MS
    milestones = (Milestone("专场讲解 20 分钟 · 20 minutes on air", due_at_ms, fee_minor),) if fee_minor else ()
    return _frame(fair, (goods.product_id,), commission_bp, prices=prices, milestones=milestones, **more)


def _frame(fair: Fair, product_ids: tuple[str, ...], commission_bp: int, **more: object) -> Terms:
    starts_at_ms = fair.clock()
    window = {"starts_at_ms": starts_at_ms, "ends_at_ms": starts_at_ms + DEAL_MS}
    return Terms(product_ids=product_ids, commission_bp=commission_bp, **window, **more)  # type: ignore[arg-type]  # terms


def _invite(fair: Fair, host: Host, terms: Terms) -> str:
    """Returns the id of the deal that waits for the host."""
    [brand] = {goods.brand for goods in fair.goods.values() if goods.product_id == terms.product_ids[0]}
    offer_id = fair.db.write_now(publish_offer, brand, OfferDraft(NAMES[0], terms, "invited", 3))
    [deal_id] = fair.db.write_now(invite_to_offer, brand, offer_id, [host.actor.id])
    return deal_id


def _sign(fair: Fair, host: Actor, deal_id: str) -> None:
    actor = fair.db.read_now(actor_of, host.id)
    deal = fair.db.read_now(deal_for, actor, deal_id)
    terms_hash = fair.db.read_now(version_of, deal_id, deal.version).terms_hash
    fair.db.write_now(sign, actor, deal_id, version=deal.version, terms_hash=terms_hash)
