"""Payouts of mine or of the organisation that I own: the account, asking, what became of it, and its lines."""

import csv
import io
from typing import Literal

import msgspec
from litestar import Response, Router, get, post

from livefair.kernel import SYSTEM, Actor, Money, ReadTx, Refusal, WriteTx, not_found
from livefair.value.payouts import Ask, PayoutTerms, payout_for, request_payout, set_account, settle_payout
from livefair.value.payouts.journal import journal_of
from livefair.web.access import OPEN, SIGNED_IN, needs
from livefair.web.forms import Form, Key, Line
from livefair.web.paths import Id, Word
from livefair.web.payout_views import CURRENCY, LineView, PayoutView, all_lines, line_view, payout_view, till_of
from livefair.web.requests import Answer, AppRequest, new_request_id

NOTIFICATION_BYTES_MAX = 64 * 1024
LINES_SHOWN = 500
LINES_IN_FILE = 50_000
FIELDS = ("seq", "at_ms", "minor", "currency", "reason", "order_id", "line_id", "rule_version", "code", "basis_points")

Whose = Literal["me", "organisation"]


class Asking(Form, frozen=True, kw_only=True):
    key: Key
    of: Whose = "me"


class NewAccount(Form, frozen=True, kw_only=True):
    holder: Line
    number: Line
    of: Whose = "me"


def party_named(actor: Actor, whose: str) -> str:
    """ "me" or "organisation" → the payee's id."""
    if whose != "organisation":
        return actor.id
    return actor.organisation_id or not_found("payee")


@get("/me/payouts")
async def show_payouts(request: AppRequest) -> Answer:
    return await _page(request, request.query_params.get("of", "me"))


@post("/me/payouts")
async def ask(request: AppRequest) -> Answer:
    form = await request.form_as(Asking)
    try:
        await request.write(ask_for_all, form.of, form.key, request.services.payouts.terms)
    except Refusal as refusal:
        return await _page(request, form.of, refusal)
    return request.go(_url(form.of), toast="payout_asked")


@post("/me/payouts/account")
async def change_account(request: AppRequest) -> Answer:
    whose = (await request.typed()).first("of")
    try:
        form = await request.form_as(NewAccount)
        await request.write(pay_me_there, form)
    except Refusal as refusal:
        return await _page(request, whose, refusal)
    return request.go(_url(whose), toast="saved")


def ask_for_all(tx: WriteTx, actor: Actor, whose: str, key: str, terms: PayoutTerms) -> str:
    party = party_named(actor, whose)
    return request_payout(tx, actor, Ask(party, CURRENCY, key, terms.minimum_minor)).id


def pay_me_there(tx: WriteTx, actor: Actor, form: NewAccount) -> None:
    set_account(tx, actor, party_named(actor, form.of), holder=form.holder, number=form.number)


@get("/me/payouts/{payout_id:str}")
async def show_payout(request: AppRequest, payout_id: Id) -> Answer:
    payout, lines, total = await request.read(_payout_page, request.actor, payout_id, request.locale)
    context = {"payout": payout, "lines": lines, "total": total, "is_cut": len(lines) == LINES_SHOWN}
    return await request.page("mall/payout.html", context)


def _payout_page(tx: ReadTx, actor: Actor, payout_id: str, locale: str) -> tuple[PayoutView, list[LineView], Money]:
    payout = payout_for(tx, actor, payout_id)
    lines = [line_view(line, locale) for line in all_lines(tx, payout, most=LINES_SHOWN)]
    total = Money(sum(line.amount.minor for line in lines), payout.currency)
    return payout_view(payout, locale, tx.now_ms), lines, total


@get("/me/payouts/{payout_id:str}/lines.csv")
async def lines_file(request: AppRequest, payout_id: Id) -> Answer:
    rows = await request.read(rows_of, request.actor, payout_id)
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    writer.writerows(rows)
    headers = {"content-disposition": f'attachment; filename="payout-{payout_id[-8:]}.csv"'}
    return Response(out.getvalue(), media_type="text/csv", headers=headers)


def rows_of(tx: ReadTx, actor: Actor, payout_id: str) -> list[dict[str, str | int | None]]:
    payout = payout_for(tx, actor, payout_id)
    return [
        {name: (getattr(line, name) if hasattr(line, name) else line.why.get(name, "")) for name in FIELDS}
        for line in all_lines(tx, payout, most=LINES_IN_FILE)
    ]


@get("/me/journal.json")
async def journal_file(request: AppRequest) -> Answer:
    """Everything that the statement follows from, for docs/verify_statement.py."""
    party = party_named(request.actor, request.query_params.get("of", "me"))
    body = await request.read(journal_text, request.actor, party)
    headers = {"content-disposition": 'attachment; filename="journal.json"'}
    return Response(body, media_type="application/json", headers=headers)


def journal_text(tx: ReadTx, actor: Actor, party: str) -> bytes:
    found = journal_of(tx, actor, party)
    lists = {name: [row._asdict() for row in rows] for name, rows in found._asdict().items() if isinstance(rows, list)}
    return msgspec.json.encode({**found._asdict(), **lists})


@post("/webhooks/payouts/{provider:str}", opt=OPEN, request_max_body_size=NOTIFICATION_BYTES_MAX)
async def bank_says(request: AppRequest, provider: Word) -> Answer:
    """The payout provider's signed word. Answered with success only when it is settled for good."""
    known = request.services.payouts.called(provider)
    word = known.verify(request.headers, await request.body(), now_ms=request.services.db.clock())
    if word is not None:
        await request.services.db.write(settle_payout, SYSTEM, word)
    return Response(b"", status_code=204)


async def _page(request: AppRequest, whose: str, refusal: Refusal | None = None) -> Answer:
    party = party_named(request.actor, whose)
    till = await request.read(till_of, request.actor, party, request.services.payouts.terms, request.locale)
    # What was typed is kept, but for the number: it is shown to nobody again.
    typed = (await request.typed()).first("holder")[:200] if refusal else ""
    has_other = request.actor.organisation_id is not None
    context = {"till": till, "key": new_request_id(), "holder": typed or till.holder, "has_other": has_other}
    if refusal is not None:
        return await request.again("mall/payouts.html", refusal, context)
    return await request.page("mall/payouts.html", context)


def _url(whose: str) -> str:
    return "/me/payouts?of=organisation" if whose == "organisation" else "/me/payouts"


router = Router(
    "/",
    route_handlers=[show_payouts, ask, change_account, show_payout, lines_file, journal_file],
    opt=needs(*SIGNED_IN),
)
