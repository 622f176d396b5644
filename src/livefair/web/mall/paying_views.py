"""A payment as its payer sees it: what it is for, where it can be paid, what the provider said so far."""

from typing import NamedTuple

from livefair.kernel import Actor, Money, ReadTx, not_found
from livefair.shop import my_payment_for
from livefair.shop.deposits import preorder_of_payment
from livefair.shop.late_money import returned_of
from livefair.shop.local_provider import NAME as LOCAL
from livefair.shop.payment_pages import Waiting, waiting_page
from livefair.shop.payments import Payment, orders_of_payment
from livefair.shop.providers import Providers
from livefair.shop.queries import order_card
from livefair.shop.wallets import is_top_up
from livefair.value import shares_of
from livefair.web.qr import qr_picture
from livefair.web.words import sentence

STATES = {"open": "pending", "paid": "paid", "declined": "declined", "expired": "timed_out"}


class ReturnView(NamedTuple):
    """`why`: late, twice or odd."""

    why: str
    amount: Money
    sent_at_ms: int | None


class PaymentView(NamedTuple):
    id: str
    state: str
    amount: Money
    order_id: str
    title: str
    room_id: str | None
    is_top_up: bool = False
    provider: str = LOCAL
    expires_at_ms: int = 0
    returned: tuple[ReturnView, ...] = ()
    preorder_id: str = ""


class ShareView(NamedTuple):
    role: str
    amount: Money


class PaidPage(NamedTuple):
    payment: PaymentView
    shares: list[ShareView]


class PageView(NamedTuple):
    """`code`: a picture to be scanned, as a data address. `is_slow`: the provider did not answer yet."""

    provider: str
    way: str
    state: str
    url: str
    code: str
    is_slow: bool
    odd: Money | None


class Choice(NamedTuple):
    provider: str
    way: str


class PayPage(NamedTuple):
    """`choices`: the other ways to pay, as far as there are some."""

    payment: PaymentView
    page: PageView | None
    choices: list[Choice]


def paid_page(tx: ReadTx, actor: Actor, payment_id: str, locale: str) -> PaidPage:
    payment = my_payment_for(tx, actor, payment_id)
    return PaidPage(payment_view(tx, payment, locale), shares_of_payment(tx, payment))


def pay_page_of(tx: ReadTx, actor: Actor, payment_id: str, locale: str, choices: list[Choice]) -> PayPage:
    payment = my_payment_for(tx, actor, payment_id)
    waiting = waiting_page(tx, payment) if payment.state == "open" else None
    page = page_view(waiting) if waiting else None
    taken = page.provider if page else LOCAL if payment.provider == LOCAL else ""
    view = payment_view(tx, payment, locale)
    if payment.provider == LOCAL and all(one.provider != LOCAL for one in choices):
        view = view._replace(provider="")  # it was begun with what is not offered here: then another is chosen
    return PayPage(view, page, [one for one in choices if one.provider != taken])


def choices_of(providers: Providers, *, is_phone: bool) -> list[Choice]:
    """One way of each provider that is offered: that for a phone on a phone."""
    found = []
    for name in providers.offered:
        ways = providers.ways_of(name)
        found.append(Choice(name, "phone" if is_phone and "phone" in ways else ways[0]))
    return found


def page_view(waiting: Waiting) -> PageView:
    page = waiting.page
    return PageView(
        provider=page.provider,
        way=page.way,
        state="refused" if waiting.is_given_up else page.state,
        url=page.url if page.way != "code" else "",
        code=qr_picture(page.url) if page.way == "code" and page.url else "",
        is_slow=waiting.attempts > 0,
        odd=Money(page.odd_minor, page.odd_currency) if page.odd_minor is not None and page.odd_currency else None,
    )


def shares_of_payment(tx: ReadTx, payment: Payment) -> list[ShareView]:
    """How the money of all its lines is planned to be shared, by role; empty until it is planned."""
    by_role: dict[str, int] = {}
    for order_id in orders_of_payment(tx, payment.id):
        card = order_card(tx, order_id)
        for line in card.lines if card else []:
            for share in shares_of(tx, line.id):
                by_role[share.role] = by_role.get(share.role, 0) + share.outstanding_minor
    return [ShareView(role, Money(minor, payment.currency)) for role, minor in by_role.items() if minor]


def payment_view(tx: ReadTx, payment: Payment, locale: str) -> PaymentView:
    plain = PaymentView(
        id=payment.id,
        state=STATES[payment.state],
        amount=Money(payment.amount_minor, payment.currency),
        order_id="",
        title="",
        room_id=None,
        provider=payment.provider,
        expires_at_ms=payment.expires_at_ms,
        returned=tuple(
            ReturnView(one.why, Money(one.amount_minor, one.currency), one.sent_at_ms)
            for one in returned_of(tx, payment.id)
        ),
    )
    if is_top_up(tx, payment.id):
        return plain._replace(title=sentence("top_up", {}, locale), is_top_up=True)
    orders = [card for order_id in orders_of_payment(tx, payment.id) if (card := order_card(tx, order_id))]
    lines = [line for card in orders for line in card.lines]
    if not lines:
        preorder = preorder_of_payment(tx, payment.id) or not_found("order")
        title = sentence("deposit", {}, locale)
        return plain._replace(title=title, room_id=preorder.room_id, preorder_id=preorder.id)
    return plain._replace(
        order_id=orders[0].order.id,
        title=lines[0].title(locale) + (f" + {len(lines) - 1}" if len(lines) > 1 else ""),
        room_id=next((line.room_id for line in lines if line.room_id), None),
    )
