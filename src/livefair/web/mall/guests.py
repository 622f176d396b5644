"""Buying without an account: an e-mail address is enough, and the order has an address of its own."""

from typing import Annotated

from litestar import Router, get, post
from litestar.params import PathParameter

from livefair.kernel import Actor, NotFound, ReadTx, Refusal, WriteTx, not_found
from livefair.people.guests import come_as_guest
from livefair.people.sign_in import open_session
from livefair.shop.claiming import claim_order, guest_of_order
from livefair.shop.queries import order_card
from livefair.web.access import REMOVED_TOO, SIGNED_IN, needs
from livefair.web.forms import Form
from livefair.web.mall.orders import OrderView, order_view
from livefair.web.mall.signing_in import Address, Device, Email, agent_of, sign_in_context
from livefair.web.order_links import MAC_CHARS, is_right
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import next_url

Mac = Annotated[str, PathParameter(max_length=MAC_CHARS, pattern=r"^[0-9a-f]+$")]


class Coming(Form, frozen=True, kw_only=True):
    guest_email: Email
    next: Address = "/"


@post("/guest", opt=REMOVED_TOO)
async def come(request: AppRequest) -> Answer:
    typed = await request.typed()
    try:
        form = await request.form_as(Coming)
        device = Device(agent_of(request), request.address)
        token = await request.write(come_in, form.guest_email, request.locale, device)
    except Refusal as refusal:
        if refusal.params.get("field") == "email":
            refusal.params["field"] = "guest_email"
        context = sign_in_context(request, next_url(typed.first("next")), "")
        return await request.again("mall/signin.html", refusal, context)
    answer = request.go(next_url(form.next))
    answer.set_cookie(request.session_cookie(token))
    return answer


def come_in(tx: WriteTx, actor: Actor, email: str, locale: str, device: Device) -> str:
    person_id = come_as_guest(tx, actor, email=email, locale=locale, address=device.address)
    guest = Actor(person_id, frozenset({"customer"}))
    return open_session(tx, guest, person_id, agent=device.agent, address=device.address)


@get("/o/{order_id:str}/{mac:str}")
async def show_by_link(request: AppRequest, order_id: Id, mac: Mac) -> Answer:
    _require_right(request, order_id, mac)
    if await request.read(guest_of_order, order_id) is None:
        return request.go(f"/orders/{order_id}")  # an account has it now
    order = await request.read(by_link, order_id, request.locale)
    link = f"/o/{order_id}/{mac}"
    context = {"order": order, "returns": [], "link": link, "may_claim": True}
    return await request.page("mall/order.html", context)


def by_link(tx: ReadTx, order_id: str, locale: str) -> OrderView:
    """To look at: whoever has the link can read, not act."""
    card = order_card(tx, order_id) or not_found("order")
    buyer = Actor(card.order.buyer_id, frozenset({"customer"}))
    view = order_view(tx, buyer, card, locale)
    lines = [line._replace(can_review=False, can_return=False, difference=None) for line in view.lines]
    return view._replace(
        lines=lines, can_cancel=False, can_confirm=False, can_pay=None, payment_id=None, can_review=False
    )


@post("/o/{order_id:str}/{mac:str}/claim", opt=needs(*SIGNED_IN))
async def claim(request: AppRequest, order_id: Id, mac: Mac) -> Answer:
    _require_right(request, order_id, mac)
    await request.write(claim_order, order_id)
    return request.go(f"/orders/{order_id}", toast="saved")


def _require_right(request: AppRequest, order_id: str, mac: str) -> None:
    if not is_right(request.services.settings.secret, order_id, mac):
        raise NotFound("not_found", kind="order")


router = Router("/", route_handlers=[come, show_by_link, claim])
