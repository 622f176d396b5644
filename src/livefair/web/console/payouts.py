"""Payouts as the operator sees them: states and batches, trying again, stopping a payee with a reason."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Money, ReadTx, Refusal, WriteTx
from livefair.people import organisation_names, person_cards
from livefair.value.payouts import payout_for, resume_payouts, retry_payout, stop_payouts
from livefair.value.payouts.queries import Batch, batches, payouts_by_state
from livefair.value.payouts.stops import stops
from livefair.value.rules.payouts import STATES, State
from livefair.web.access import needs
from livefair.web.forms import Form
from livefair.web.i18n import N_, gettext
from livefair.web.paths import Id
from livefair.web.payout_views import payout_view
from livefair.web.requests import Answer, AppRequest

PAGE = 50
DAYS = {
    "never": N_("never"),
    "daily": N_("daily"),
    "monday": N_("Monday"),
    "tuesday": N_("Tuesday"),
    "wednesday": N_("Wednesday"),
    "thursday": N_("Thursday"),
    "friday": N_("Friday"),
    "saturday": N_("Saturday"),
    "sunday": N_("Sunday"),
}


class Stopping(Form, frozen=True, kw_only=True):
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=r"^[^\x00\r\n]*$")]


class Row(NamedTuple):
    id: str
    party: str
    payee: str
    amount: Money
    state: State
    why: str
    last4: str
    asked_at_ms: int
    reference: str
    batch: str | None
    is_overdue: bool
    is_stopped: bool
    can_retry: bool


class BatchView(NamedTuple):
    day: str
    payouts: int
    amount: Money | None
    arrived: int
    failed: int
    is_done: bool


class StopView(NamedTuple):
    party: str
    payee: str
    reason: str
    at_ms: int


class Board(NamedTuple):
    payouts: list[Row]
    batches: list[BatchView]
    stops: list[StopView]
    next_url: str | None


class TermsView(NamedTuple):
    minimum: Money
    day: str


@get("/payouts", opt=needs("operator"))
async def show_payouts(request: AppRequest) -> Answer:
    return await _page(request)


@post("/payouts/{payout_id:str}/retry", opt=needs("operator"))
async def retry(request: AppRequest, payout_id: Id) -> Answer:
    try:
        await request.write(retry_payout, payout_id, minimum_minor=request.services.payouts.terms.minimum_minor)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go("/console/payouts", toast="saved")


@post("/payouts/{payout_id:str}/stop", opt=needs("operator"))
async def stop(request: AppRequest, payout_id: Id) -> Answer:
    try:
        await request.write(stop_payee_of, payout_id, (await request.form_as(Stopping)).reason)
    except Refusal as refusal:
        return await _page(request, refusal)
    return request.go("/console/payouts", toast="saved")


@post("/payees/{person_id:str}/resume", opt=needs("operator"))
async def resume(request: AppRequest, person_id: Id) -> Answer:
    await request.write(resume_payouts, person_id)
    return request.go("/console/payouts", toast="saved")


def stop_payee_of(tx: WriteTx, actor: Actor, payout_id: str, reason: str) -> None:
    stop_payouts(tx, actor, payout_for(tx, actor, payout_id).party, reason=reason)


def board(tx: ReadTx, actor: Actor, tab: str, before: str, locale: str) -> Board:
    found = payouts_by_state(tx, actor, tab or None, before=before, limit=PAGE)
    stopped = stops(tx, actor)
    names = names_of(tx, sorted({*(payout.party for payout in found), *(stop.party for stop in stopped)}))
    held = {stop.party for stop in stopped}
    rows = []
    for payout in found:
        view = payout_view(payout, locale, tx.now_ms)
        shared = {name: value for name, value in view._asdict().items() if name in Row._fields}
        rows.append(
            Row(
                **shared,
                party=payout.party,
                payee=names.get(payout.party, payout.party[-8:]),
                is_stopped=payout.party in held,
                can_retry=payout.state in {"failed", "returned"} and payout.party not in held,
            )
        )
    return Board(
        payouts=rows,
        batches=[_batch(batch) for batch in batches(tx, actor)],
        stops=[StopView(s.party, names.get(s.party, s.party[-8:]), s.reason, s.stopped_at_ms) for s in stopped],
        next_url=f"/console/payouts?tab={tab}&before={found[-1].id}" if len(found) == PAGE else None,
    )


def names_of(tx: ReadTx, parties: list[str]) -> dict[str, str]:
    people = {party: card.name for party, card in person_cards(tx, parties).items()}
    return people | organisation_names(tx, parties)


def _batch(batch: Batch) -> BatchView:
    amount = Money(batch.amount_minor, batch.currency) if batch.currency else None
    return BatchView(batch.day, batch.payouts, amount, batch.arrived, batch.failed, batch.ended_at_ms is not None)


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    wanted = request.query_params.get("tab", "")
    tab = wanted if wanted in STATES else ""
    before = request.query_params.get("before", "")[:40].replace("\x00", "") or "~"
    found = await request.read(board, request.actor, tab, before, request.locale)
    terms = request.services.payouts.terms
    view = TermsView(Money(terms.minimum_minor), gettext(DAYS[terms.day], request.locale))
    context = {**found._asdict(), "tab": tab, "terms": view}
    if refusal is not None:
        return await request.again("console/payouts.html", refusal, context)
    return await request.page("console/payouts.html", context)


router = Router("/", route_handlers=[show_payouts, retry, stop, resume])
