"""Payments that wait for an operator: disputes, refunds that came back, amounts that nobody asked for."""

from collections.abc import Callable
from typing import Annotated, Literal, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Money, ReadTx, Refusal
from livefair.people import person_cards
from livefair.shop.dispute_answers import answer_dispute, disputes, evidence_of, takes_answers
from livefair.shop.disputes import Dispute, disputed_lines
from livefair.shop.failed_refunds import (
    WHY_CHARS_MAX,
    FailedRefund,
    failed_refunds,
    send_refund_again,
    settle_refund_otherwise,
)
from livefair.shop.odd_money import odd_payments, return_odd_money
from livefair.shop.providers import Providers
from livefair.web.access import needs
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HERE = "/console/payments"


class Answering(Form, frozen=True, kw_only=True):
    answer: Literal["contest", "accept"]


class Deciding(Form, frozen=True, kw_only=True):
    why: Annotated[str, msgspec.Meta(max_length=WHY_CHARS_MAX, pattern=r"^[^\x00\r\n]*$")] = ""


class DisputeView(NamedTuple):
    """`evidence`: what contesting would send, by the provider's names. `can_answer`: here, and not done yet."""

    id: str
    state: str
    provider: str
    reference: str
    reason: str
    amount: Money
    buyer_id: str
    name: str
    order_ids: list[str]
    due_at_ms: int | None
    opened_at_ms: int
    ended_at_ms: int | None
    is_answered: bool
    can_answer: bool
    evidence: list[tuple[str, str]]


class FailedView(NamedTuple):
    id: str
    state: str
    provider: str
    amount: Money
    payment_id: str
    failed_at_ms: int


class OddView(NamedTuple):
    page_id: str
    payment_id: str
    buyer_id: str
    name: str
    provider: str
    charge: str
    asked: Money
    taken: Money
    at_ms: int


class Board(NamedTuple):
    open: list[DisputeView]
    ended: list[DisputeView]
    failed: list[FailedView]
    odd: list[OddView]


def board(tx: ReadTx, actor: Actor, providers: Providers) -> Board:
    waiting, ended = disputes(tx, actor)
    odd = odd_payments(tx, actor)
    buyers = {one.buyer_id for one in [*waiting, *ended]} | {one.buyer_id for one in odd}
    cards = person_cards(tx, sorted(buyers))
    names = {person_id: card.name for person_id, card in cards.items()}
    return Board(
        open=[_dispute(tx, one, names, providers) for one in waiting],
        ended=[_dispute(tx, one, names, providers) for one in ended],
        failed=[_failed(one) for one in failed_refunds(tx, actor)],
        odd=[
            OddView(
                page_id=one.page_id,
                payment_id=one.payment_id,
                buyer_id=one.buyer_id,
                name=names.get(one.buyer_id, ""),
                provider=one.provider,
                charge=one.charge,
                asked=Money(one.asked_minor, one.currency),
                taken=Money(one.taken_minor, one.taken_currency),
                at_ms=one.at_ms,
            )
            for one in odd
        ],
    )


@get("/payments", opt=needs("operator"))
async def show_payments(request: AppRequest) -> Answer:
    return await _page(request)


@post("/payments/disputes/{dispute_id:str}", opt=needs("operator"))
async def answer(request: AppRequest, dispute_id: Id) -> Answer:
    providers = request.services.providers
    try:
        form = await request.form_as(Answering)
        found = await request.read(evidence_of, dispute_id)
        known = found.provider in providers.by_name and takes_answers(providers.called(found.provider))
        await request.write(answer_dispute, dispute_id, answer=form.answer, takes_answers=known)
    except Refusal as refusal:
        return await _again(request, refusal)
    return request.go(HERE, toast="saved")


@post("/payments/refunds/{failed_id:str}/again", opt=needs("operator"))
async def send_again(request: AppRequest, failed_id: Id) -> Answer:
    return await _do(request, send_refund_again, failed_id)


@post("/payments/refunds/{failed_id:str}/otherwise", opt=needs("operator"))
async def pay_otherwise(request: AppRequest, failed_id: Id) -> Answer:
    try:
        form = await request.form_as(Deciding)
        await request.write(settle_refund_otherwise, failed_id, why=form.why)
    except Refusal as refusal:
        return await _again(request, refusal)
    return request.go(HERE, toast="saved")


@post("/payments/odd/{page_id:str}", opt=needs("operator"))
async def send_odd_back(request: AppRequest, page_id: Id) -> Answer:
    return await _do(request, return_odd_money, page_id)


async def _do(request: AppRequest, use_case: Callable[..., None], subject_id: str) -> Answer:
    try:
        await request.write(use_case, subject_id)
    except Refusal as refusal:
        return await _again(request, refusal)
    return request.go(HERE, toast="saved")


async def _again(request: AppRequest, refusal: Refusal) -> Answer:
    if refusal.status == 404:
        raise refusal
    return await _page(request, refusal)


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    context = (await request.read(board, request.actor, request.services.providers))._asdict()
    if refusal is not None:
        return await request.again("console/payments.html", refusal, context)
    return await request.page("console/payments.html", context)


def _dispute(tx: ReadTx, one: Dispute, names: dict[str, str], providers: Providers) -> DisputeView:
    provider = providers.by_name.get(one.provider)
    can_answer = one.state == "open" and one.answered_at_ms is None and provider is not None and takes_answers(provider)
    texts = evidence_of(tx, one.id).texts if can_answer else {}
    return DisputeView(
        id=one.id,
        state=one.state,
        provider=one.provider,
        reference=one.reference,
        reason=one.reason,
        amount=Money(one.amount_minor, one.currency),
        buyer_id=one.buyer_id,
        name=names.get(one.buyer_id, ""),
        order_ids=sorted({line.order_id for line in disputed_lines(tx, one)}),
        due_at_ms=one.due_at_ms,
        opened_at_ms=one.opened_at_ms,
        ended_at_ms=one.ended_at_ms,
        is_answered=one.answered_at_ms is not None,
        can_answer=can_answer,
        evidence=[(name, text) for name, text in texts.items() if text],
    )


def _failed(one: FailedRefund) -> FailedView:
    amount = Money(one.amount_minor, one.currency)
    return FailedView(one.id, one.state, one.provider, amount, one.payment_id, one.failed_at_ms)


router = Router("/", route_handlers=[show_payments, answer, send_again, pay_otherwise, send_odd_back])
