"""Payments: what became of one, and where it can be paid."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.shop import my_payment_for
from livefair.shop.local_provider import NAME as LOCAL
from livefair.shop.local_provider import charge
from livefair.shop.payment_pages import choose_provider, waiting_page
from livefair.shop.payments import orders_of_payment
from livefair.shop.providers import Providers
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Word
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest

Behaviour = Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,20}$")]


class Offered(msgspec.Struct, kw_only=True):
    """A provider and its ways: page and phone (go to the page's url), code (show the url as a code to be scanned)."""

    provider: str
    ways: list[str]


class Page(msgspec.Struct, kw_only=True):
    """`state`: asked, open (go there), paid, refused (take another), closed, odd (an operator looks at it)."""

    provider: str
    way: str
    state: str
    url: str


class Choosing(Body, kw_only=True):
    provider: Word
    way: Word


class Payment(msgspec.Struct, kw_only=True):
    id: str
    state: str
    amount: Amount
    provider: str
    expires_at_ms: int
    order_ids: list[str]
    page: Page | None = None
    offered: list[Offered] = []


class Paying(Body, kw_only=True):
    """What the local test provider is to do: pay, pay_slowly, pay_told_twice, pay_too_late, decline, say_nothing."""

    behaviour: Behaviour


def payment(tx: ReadTx, actor: Actor, payment_id: str, providers: Providers) -> Payment:
    found = my_payment_for(tx, actor, payment_id)
    waiting = waiting_page(tx, found)
    page = waiting.page if waiting else None
    return Payment(
        id=found.id,
        state=found.state,
        amount=Amount(minor=found.amount_minor, currency=found.currency),
        provider=found.provider,
        expires_at_ms=found.expires_at_ms,
        order_ids=orders_of_payment(tx, payment_id),
        page=Page(provider=page.provider, way=page.way, state=page.state, url=page.url) if page else None,
        offered=[Offered(provider=name, ways=providers.ways_of(name)) for name in providers.offered],
    )


@get("/payments/{payment_id:str}", summary="What became of a payment")
async def show_payment(request: AppRequest, payment_id: PathId) -> Payment:
    return await request.read(payment, request.actor, payment_id, request.services.providers)


@post("/payments/{payment_id:str}/local", status_code=202, summary="Have the local test provider act")
async def pay(request: AppRequest, payment_id: PathId, data: JSONBody[Paying]) -> Payment:
    request.services.providers.require_offered(LOCAL)
    await request.write(charge, payment_id, behaviour=data.behaviour)
    return await request.read(payment, request.actor, payment_id, request.services.providers)


@post("/payments/{payment_id:str}/page", status_code=202, summary="Pay on a provider's page, which opens in a moment")
async def choose(request: AppRequest, payment_id: PathId, data: JSONBody[Choosing]) -> Payment:
    request.services.providers.require_offered(data.provider)
    await request.write(
        choose_provider, payment_id, provider=data.provider, way=data.way, payer_address=request.address
    )
    return await request.read(payment, request.actor, payment_id, request.services.providers)


router = Router("/", route_handlers=[show_payment, pay, choose], opt=needs(*SIGNED_IN), tags=["shopping"])
