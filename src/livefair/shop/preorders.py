"""Buying in advance (预售): a deposit keeps a piece at its price, the balance by a date makes it an order."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair import ledger
from livefair.catalog import offered, own_product_for, sku_for
from livefair.catalog.products import goods_called
from livefair.kernel import SYSTEM, Actor, Conflict, JobContext, Money, ReadTx, WriteTx, change, job, not_found, query
from livefair.people.devices import DeviceNote, tell_devices
from livefair.shop.addresses import address_for
from livefair.shop.checkout import Placing, payment_by_key, place
from livefair.shop.deposits import Preorder, account_of, preorder_called
from livefair.shop.direct import Paying, check_key, ready_line
from livefair.shop.events_of_preorders import PreorderLapsed, PreorderOffered, PreorderOfferEnded
from livefair.shop.models import PAYMENT
from livefair.shop.models.preorders import ORDER_DEPOSIT, PREORDER, PREORDER_OFFER
from livefair.shop.own_limits import require_within_own_limit
from livefair.shop.payments import expire_payment, orders_of_payment, payment_for
from livefair.shop.providers import Providers
from livefair.shop.rules import NOWHERE, PAY_WITHIN_MS, Source
from livefair.shop.rules import preorders as rules
from livefair.supply import release, reserve


class PreorderOffer(NamedTuple):
    id: str
    brand_id: str
    product_id: str
    sku_id: str
    price_minor: int
    deposit_minor: int
    currency: str
    limit_per_buyer: int
    keeps_deposit: int
    begins_at_ms: int
    balance_from_ms: int
    balance_until_ms: int
    ended_at_ms: int | None

    @property
    def balance_minor(self) -> int:
        return self.price_minor - self.deposit_minor

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)

    def takes_deposits(self, now_ms: int) -> bool:
        return self.ended_at_ms is None and now_ms < self.balance_from_ms


_o, _p = PREORDER_OFFER.c, PREORDER.c
_COLUMNS = [_o[name] for name in PreorderOffer._fields]
_OFFER = query(PreorderOffer, select(*_COLUMNS).where(_o.id == bindparam("offer")))
_OF_BRAND = query(
    PreorderOffer, select(*_COLUMNS).where(_o.brand_id == bindparam("brand")).order_by(_o.id.desc()).limit(200)
)
_in_force = (_o.ended_at_ms.is_(None), _o.balance_from_ms > bindparam("now"))
_OF_PRODUCT = query(
    PreorderOffer,
    select(*_COLUMNS).where(_o.product_id == bindparam("product"), *_in_force).order_by(_o.price_minor, _o.id).limit(1),
)
_COUNT = query(
    int, select(func.count()).select_from(PREORDER_OFFER).where(_o.brand_id == bindparam("brand"), *_in_force)
)
_END = change(
    update(PREORDER_OFFER)
    .where(_o.id == bindparam("offer"), _o.ended_at_ms.is_(None))
    .values(ended_at_ms=bindparam("now"), ended_by=bindparam("who"))
)
# Another tab of the same buyer waits here until this one is counted.
_HOLD = change(update(PREORDER_OFFER).where(_o.id == bindparam("offer")).values(made_by=_o.made_by))
_HAS = query(
    int,
    select(func.count())
    .select_from(PREORDER)
    .where(
        _p.offer_id == bindparam("offer"),
        _p.buyer_id == bindparam("buyer"),
        _p.dropped_at_ms.is_(None),
        _p.lapsed_at_ms.is_(None),
    ),
)
_KEPT = query(
    int,
    select(func.count())
    .select_from(PREORDER)
    .where(_p.offer_id == bindparam("offer"), _p.deposit_paid_at_ms.is_not(None), _p.lapsed_at_ms.is_(None)),
)
_MINE = query(
    Preorder,
    select(*(_p[name] for name in Preorder._fields))
    .where(_p.buyer_id == bindparam("buyer"), _p.dropped_at_ms.is_(None))
    .order_by(_p.id.desc())
    .limit(100),
)
_ORDER = change(
    update(PREORDER)
    .where(
        _p.id == bindparam("preorder"),
        _p.order_id.is_(None),
        _p.deposit_paid_at_ms.is_not(None),
        _p.lapsed_at_ms.is_(None),
    )
    .values(order_id=bindparam("order"))
)
_LAPSE = change(
    update(PREORDER)
    .where(
        _p.id == bindparam("preorder"),
        _p.order_id.is_(None),
        _p.deposit_paid_at_ms.is_not(None),
        _p.lapsed_at_ms.is_(None),
    )
    .values(lapsed_at_ms=bindparam("now"))
)
_RETURNED = change(
    update(PREORDER)
    .where(_p.id == bindparam("preorder"), _p.returned_at_ms.is_(None))
    .values(returned_at_ms=bindparam("now"))
)


def offer_in_advance(tx: WriteTx, actor: Actor, sku_id: str, draft: rules.Draft) -> str:
    """Sell a variant of one's own for a deposit and a balance. Refusals: out_of_range, deposit_too_high, too_many…"""
    sku = sku_for(tx, actor, sku_id)
    product = own_product_for(tx, actor, sku.product_id)
    rules.check_draft(draft)
    if tx.value(_COUNT, brand=product.brand_id, now=tx.now_ms) >= rules.OFFERS_MAX:
        raise Conflict("too_many_preorders", limit=rules.OFFERS_MAX)
    offer_id, from_ms = tx.new_id(), tx.now_ms + draft.ahead_ms
    what: dict[str, str | int] = {
        "brand_id": product.brand_id,
        "product_id": product.id,
        "sku_id": sku_id,
        "price_minor": draft.price_minor,
        "deposit_minor": draft.deposit_minor,
        "currency": sku.currency,
        "balance_from_ms": from_ms,
        "balance_until_ms": from_ms + draft.balance_ms,
    }
    tx.insert(
        PREORDER_OFFER,
        id=offer_id,
        limit_per_buyer=draft.limit_per_buyer,
        keeps_deposit=int(draft.keeps_deposit),
        made_by=actor.id,
        begins_at_ms=tx.now_ms,
        **what,
    )
    tx.announce(PreorderOffered(offer_id=offer_id, **what))  # type: ignore[arg-type]  # texts and numbers, as named
    return offer_id


def end_preorder_offer(tx: WriteTx, actor: Actor, offer_id: str) -> None:
    """No new deposits; who has paid one still has the price. Twice is once."""
    offer = preorder_offer_called(tx, offer_id)
    own_product_for(tx, actor, offer.product_id)
    if tx.change(_END, offer=offer_id, now=tx.now_ms, who=actor.id):
        tx.announce(PreorderOfferEnded(offer_id=offer_id, brand_id=offer.brand_id))


def pay_deposit(tx: WriteTx, actor: Actor, offer_id: str, paying: Paying, *, source: Source = NOWHERE) -> str:
    """Have one piece kept for a deposit. Returns the payment's id; the same key twice is the same payment.

    `paying.expected_minor` is the deposit; the address is asked for with the balance. Refusals: preorder_over,
    price_changed, preorder_limit, sold_out, over_own_limit.
    """
    check_key(actor, paying.key)
    key = f"deposit:{paying.key}"
    if (earlier := payment_by_key(tx, actor.id, key)) is not None:
        return earlier
    offer = preorder_offer_called(tx, offer_id)
    if not offer.takes_deposits(tx.now_ms):
        raise Conflict("preorder_over")
    offered(tx, [offer.sku_id])
    _require_price(offer, offer.deposit_minor, paying)
    tx.change(_HOLD, offer=offer_id)
    if tx.value(_HAS, offer=offer_id, buyer=actor.id) >= offer.limit_per_buyer:
        raise Conflict("preorder_limit", limit=offer.limit_per_buyer)
    require_within_own_limit(tx, actor, offer.deposit_minor, offer.currency)
    preorder_id, payment_id = tx.new_id(), tx.new_id()
    tx.insert(
        PAYMENT,
        id=payment_id,
        buyer_id=actor.id,
        key=key,
        amount_minor=offer.deposit_minor,
        currency=offer.currency,
        provider=paying.provider,
        state="open",
        opened_at_ms=tx.now_ms,
        expires_at_ms=tx.now_ms + PAY_WITHIN_MS,
    )
    met = source.credited_to(actor.id)
    tx.insert(
        PREORDER,
        id=preorder_id,
        offer_id=offer_id,
        buyer_id=actor.id,
        payment_id=payment_id,
        deposit_minor=offer.deposit_minor,
        tries=0,
        room_id=met.room_id,
        host_id=met.host_id,
        asked_at_ms=tx.now_ms,
    )
    reserve(tx, actor, offer.sku_id, quantity=1, reference=f"{preorder_id}:0")
    tx.later(expire_payment, after_ms=PAY_WITHIN_MS, key=f"expire:{payment_id}", payment_id=payment_id)
    waits_ms = {"ask": offer.balance_from_ms - tx.now_ms, "lapse": offer.balance_until_ms - tx.now_ms}
    tx.later(ask_for_balance, after_ms=waits_ms["ask"], key=f"balance:{preorder_id}", preorder_id=preorder_id)
    tx.later(lapse_preorder, after_ms=waits_ms["lapse"], key=f"lapse:{preorder_id}", preorder_id=preorder_id)
    return payment_id


def pay_balance(tx: WriteTx, actor: Actor, preorder_id: str, paying: Paying) -> str:
    """Order the piece that was kept, for what is left to pay. Returns the payment's id; the same key, the same payment.

    Refusals: balance_not_yet, balance_too_late, deposit_not_paid, balance_open, price_changed.
    """
    check_key(actor, paying.key)
    key = f"balance:{paying.key}"
    if (earlier := payment_by_key(tx, actor.id, key)) is not None:
        return earlier
    preorder = my_preorder_for(tx, actor, preorder_id)
    offer = preorder_offer_called(tx, preorder.offer_id)
    _require_due(offer, preorder, tx.now_ms)
    _require_price(offer, offer.balance_minor, paying)
    require_within_own_limit(tx, actor, offer.balance_minor, offer.currency)
    release(tx, actor, preorder.reference)
    source = Source(room_id=preorder.room_id, host_id=preorder.host_id)
    line = ready_line(tx, goods_called(tx, offer.sku_id), pieces=1, unit_minor=offer.price_minor, source=source)
    address = address_for(tx, actor, paying.address_id)
    placing = Placing(address, paying.provider, key, "preorder", PAY_WITHIN_MS, preorder.deposit_minor)
    payment_id = place(tx, actor, [line], placing)
    [order_id] = orders_of_payment(tx, payment_id)
    if not tx.change(_ORDER, preorder=preorder_id, order=order_id):
        raise Conflict("balance_open")
    tx.insert(
        ORDER_DEPOSIT,
        order_id=order_id,
        preorder_id=preorder_id,
        payment_id=preorder.payment_id,
        minor=preorder.deposit_minor,
        returned_minor=0,
    )
    return payment_id


@job
def ask_for_balance(tx: WriteTx, actor: Actor, *, preorder_id: str) -> None:
    """Tell the buyer that the balance can be paid from now on."""
    preorder = preorder_called(tx, preorder_id)
    if preorder is not None and preorder.deposit_paid_at_ms is not None and preorder.order_id is None:
        note = DeviceNote("balance_is_due", {}, "/me/preorders", preorder_id)
        tell_devices(tx, SYSTEM, preorder.buyer_id, note)


@job
def lapse_preorder(tx: WriteTx, actor: Actor, *, preorder_id: str) -> None:
    """The balance was not paid in time: the piece is free, and the deposit goes as was said beforehand."""
    preorder = preorder_called(tx, preorder_id)
    if preorder is None or preorder.done_at_ms is not None:
        return
    if preorder.order_id is not None:  # somebody pays at this very moment
        tx.later(
            lapse_preorder, after_ms=PAY_WITHIN_MS, key=f"lapse:{preorder_id}:{tx.now_ms}", preorder_id=preorder_id
        )
        return
    if not tx.change(_LAPSE, preorder=preorder_id, now=tx.now_ms):
        return
    release(tx, SYSTEM, preorder.reference)
    offer = preorder_offer_called(tx, preorder.offer_id)
    if offer.keeps_deposit:
        _leave_to_brand(tx, offer, preorder)
    else:
        tx.later(send_deposit_back, key=f"deposit_back:{preorder_id}", preorder_id=preorder_id)
    tx.announce(
        PreorderLapsed(
            preorder_id=preorder_id,
            offer_id=offer.id,
            buyer_id=preorder.buyer_id,
            amount_minor=preorder.deposit_minor,
            currency=offer.currency,
            kept=bool(offer.keeps_deposit),
        )
    )


@job
async def send_deposit_back(ctx: JobContext, *, preorder_id: str) -> None:
    """The preorder's id is the key: sending twice returns the money once."""
    preorder = await ctx.db.read(preorder_called, preorder_id)
    assert preorder is not None
    payment = await ctx.db.read(payment_for, preorder.payment_id)
    provider = ctx.services[Providers].called(payment.provider)
    await provider.refund(
        payment.paid_by, amount_minor=payment.amount_minor, currency=payment.currency, key=f"deposit:{preorder_id}"
    )
    await ctx.db.write(book_deposit_back, SYSTEM, preorder_id)


def book_deposit_back(tx: WriteTx, actor: Actor, preorder_id: str) -> None:
    """The provider has returned it. Twice is once."""
    preorder = preorder_called(tx, preorder_id) or not_found("preorder")
    if not tx.change(_RETURNED, preorder=preorder_id, now=tx.now_ms):
        return
    ledger.post(
        tx,
        key=f"deposit-back:{preorder_id}",
        reason="deposit_returned",
        currency=preorder_offer_called(tx, preorder.offer_id).currency,
        why={"preorder_id": preorder_id},
        legs=[
            ledger.Leg(account_of(preorder_id), -preorder.deposit_minor),
            ledger.Leg("psp_clearing", preorder.deposit_minor),
        ],
    )


def my_preorder_for(tx: ReadTx, actor: Actor, preorder_id: str) -> Preorder:
    preorder = preorder_called(tx, preorder_id)
    if preorder is None or preorder.buyer_id != actor.id:
        not_found("preorder")
    return preorder


def preorders_of(tx: ReadTx, person_id: str) -> list[Preorder]:
    """Newest first, without those whose deposit came to nothing."""
    return tx.all(_MINE, buyer=person_id)


def preorder_offer_called(tx: ReadTx, offer_id: str) -> PreorderOffer:
    return tx.one(_OFFER, offer=offer_id) or not_found("preorder_offer")


def preorder_offers_of_brand(tx: ReadTx, brand_id: str) -> list[PreorderOffer]:
    """Newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def preorder_offer_of(tx: ReadTx, product_id: str) -> PreorderOffer | None:
    """The cheapest one that takes deposits for a variant of the product now."""
    return tx.one(_OF_PRODUCT, product=product_id, now=tx.now_ms)


def pieces_kept(tx: ReadTx, offer_id: str) -> int:
    """For which a deposit is paid."""
    return tx.value(_KEPT, offer=offer_id)


def _require_due(offer: PreorderOffer, preorder: Preorder, now_ms: int) -> None:
    if preorder.deposit_paid_at_ms is None:
        raise Conflict("deposit_not_paid")
    if now_ms < offer.balance_from_ms:
        raise Conflict("balance_not_yet")
    if preorder.lapsed_at_ms is not None or now_ms >= offer.balance_until_ms:
        raise Conflict("balance_too_late")
    if preorder.order_id is not None:
        raise Conflict("balance_open")


def _require_price(offer: PreorderOffer, due_minor: int, paying: Paying) -> None:
    if paying.expected_minor != due_minor:
        raise Conflict("price_changed", total_minor=due_minor, currency=offer.currency)


def _leave_to_brand(tx: WriteTx, offer: PreorderOffer, preorder: Preorder) -> None:
    why = {"code": "deposit_kept", "preorder_id": preorder.id}
    kept = ledger.Supply(preorder.deposit_minor, f"receivable:{offer.brand_id}", f"payable:{offer.brand_id}", why)
    ledger.post(
        tx,
        key=f"deposit-kept:{preorder.id}",
        reason="deposit_kept",
        currency=offer.currency,
        why={"preorder_id": preorder.id},
        legs=[
            ledger.Leg(account_of(preorder.id), -preorder.deposit_minor),
            *ledger.fill_legs(tx, [kept], currency=offer.currency),
        ],
    )
