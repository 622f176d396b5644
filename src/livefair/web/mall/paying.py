"""Where a payment is paid, what became of it, and the providers' notifications."""

from typing import Literal

from litestar import Response, Router, get, post

from livefair.kernel import SYSTEM, Refusal
from livefair.shop import cancel_payment, settle_notification
from livefair.shop.hearing import hear
from livefair.shop.local_provider import NAME as LOCAL
from livefair.shop.local_provider import LocalProvider, charge
from livefair.shop.payment_pages import choose_provider
from livefair.web.access import OPEN, SIGNED_IN, needs
from livefair.web.forms import Form
from livefair.web.forms import Word as TypedWord
from livefair.web.mall.paying_views import choices_of, paid_page, pay_page_of
from livefair.web.paths import Id, Word
from livefair.web.requests import Answer, AppRequest

NOTIFICATION_BYTES_MAX = 64 * 1024
BEHAVIOURS = {"pay": "pay", "decline": "decline", "time_out": "say_nothing"}


class Choice(Form, frozen=True, kw_only=True):
    outcome: Literal["pay", "decline", "time_out"]


class Chosen(Form, frozen=True, kw_only=True):
    provider: TypedWord
    way: TypedWord


@get("/pay/{payment_id:str}")
async def show_payment(request: AppRequest, payment_id: Id) -> Answer:
    return await pay_page(request, payment_id)


async def pay_page(request: AppRequest, payment_id: str, refusal: Refusal | None = None) -> Answer:
    choices = choices_of(request.services.providers, is_phone=is_phone(request))
    page = await request.read(pay_page_of, request.actor, payment_id, request.locale, choices)
    if page.payment.state != "pending":
        return await result_page(request, payment_id)
    template = "mall/_pay.html" if request.is_fragment else "mall/pay.html"
    if refusal is not None:
        return await request.again(template, refusal, page._asdict())
    return await request.page(template, page._asdict())


@post("/pay/{payment_id:str}")
async def pay(request: AppRequest, payment_id: Id) -> Answer:
    """The payer's click at the local provider; what comes of it is told by the provider, later."""
    request.services.providers.require_offered(LOCAL)
    form = await request.form_as(Choice)
    await request.write(charge, payment_id, behaviour=BEHAVIOURS[form.outcome])
    return await result_page(request, payment_id) if request.is_fragment else request.go(f"/pay/{payment_id}/result")


@post("/pay/{payment_id:str}/with")
async def choose(request: AppRequest, payment_id: Id) -> Answer:
    try:
        form = await request.form_as(Chosen)
        request.services.providers.require_offered(form.provider)
        await request.write(
            choose_provider, payment_id, provider=form.provider, way=form.way, payer_address=request.address
        )
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await pay_page(request, payment_id, refusal)
    return await pay_page(request, payment_id) if request.is_fragment else request.go(f"/pay/{payment_id}")


@post("/pay/{payment_id:str}/cancel")
async def give_up(request: AppRequest, payment_id: Id) -> Answer:
    page = await request.read(paid_page, request.actor, payment_id, request.locale)
    await request.write(cancel_payment, payment_id)
    if page.payment.preorder_id:
        return request.go("/me/preorders")
    return request.go("/me/wallet") if page.payment.is_top_up else request.go("/orders", toast="order_cancelled")


@get("/pay/{payment_id:str}/result")
async def show_result(request: AppRequest, payment_id: Id) -> Answer:
    return await result_page(request, payment_id)


async def result_page(request: AppRequest, payment_id: str) -> Answer:
    page = await request.read(paid_page, request.actor, payment_id, request.locale)
    return await request.page("mall/_paid.html" if request.is_fragment else "mall/paid.html", page._asdict())


@post("/webhooks/payments/{provider:str}", opt=OPEN, request_max_body_size=NOTIFICATION_BYTES_MAX)
async def notified(request: AppRequest, provider: Word) -> Answer:
    """A provider's signed word. Answered with success only when it is settled for good."""
    known = request.services.providers.called(provider)
    body, db = await request.body(), request.services.db
    if isinstance(known, LocalProvider):
        await db.write(settle_notification, SYSTEM, known.verify(request.headers, body, now_ms=db.clock()))
        return Response(b"", status_code=204)
    outside = request.services.providers.outside(provider)
    word = outside.hear(request.headers, body, now_ms=db.clock())
    if word is not None:
        await db.write(hear, SYSTEM, provider, word)
    status, thanks, media_type = outside.thanks()
    return Response(thanks, status_code=status, media_type=media_type)


def is_phone(request: AppRequest) -> bool:
    """A browser on a phone says so; a provider's app is there then."""
    return "Mobi" in request.headers.get("user-agent", "")[:400]


router = Router("/", route_handlers=[show_payment, pay, choose, give_up, show_result], opt=needs(*SIGNED_IN))
