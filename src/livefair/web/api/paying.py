"""What stands ready for me or for the organisation that I own, where it goes, and its payouts."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, get, post, put
from litestar.params import JSONBody, QueryParameter

from livefair.kernel import Actor, ReadTx
from livefair.value.payouts import Payout, PayoutLine, PayoutTerms, lines_of, payout_for, payouts_of
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body, Key, Line, Made
from livefair.web.mall.payouts import NewAccount, ask_for_all, party_named, pay_me_there
from livefair.web.paths import Id as PathId
from livefair.web.payout_views import till_of
from livefair.web.requests import AppRequest

Whose = Annotated[Literal["me", "organisation"], QueryParameter(description="me, or the organisation that I act for")]
AfterSeq = Annotated[int, QueryParameter(ge=0, le=2**52, description="Go on after this line")]
BeforeId = Annotated[str, QueryParameter(pattern=r"^([0-9a-f-]{36}|~)$", description="Go on before this payout")]


class Balance(msgspec.Struct, kw_only=True):
    """`ready` is what a payout would pay now, `owed` a debt left by refunds; `stopped` an operator's reason."""

    ready: Amount
    owed: Amount
    minimum: Amount
    account_last4: str | None
    stopped: str | None


class NewPayoutAccount(Body, kw_only=True):
    """The number is never shown again, but for its last four characters."""

    holder: Line
    number: Line
    of: Literal["me", "organisation"] = "me"


class Asking(Body, kw_only=True):
    """All that stands ready. The same `key` twice is one payout."""

    key: Key
    of: Literal["me", "organisation"] = "me"


class PayoutShape(msgspec.Struct, kw_only=True):
    """`state`: sending, paid, failed, returned, paid_late. `failure` is the bank's code, `batch` a settlement day."""

    id: str
    amount: Amount
    state: str
    failure: str
    account_last4: str
    asked_at_ms: int
    ended_at_ms: int | None
    reference: str
    batch: str | None


class PaidLine(msgspec.Struct, kw_only=True):
    seq: int
    at_ms: int
    amount: Amount
    reason: str
    why: dict[str, str | int | None]


@get("/balance", summary="What stands ready to be paid out")
async def show_balance(request: AppRequest, of: Whose = "me") -> Balance:
    return await request.read(balance_of, request.actor, of, request.services.payouts.terms, request.locale)


@put("/payout-account", status_code=204, summary="Say where my money is to go")
async def put_account(request: AppRequest, data: JSONBody[NewPayoutAccount]) -> None:
    await request.write(pay_me_there, NewAccount(holder=data.holder, number=data.number, of=data.of))


@post("/payouts", summary="Ask for everything that stands ready")
async def ask(request: AppRequest, data: JSONBody[Asking]) -> Made:
    return Made(id=await request.write(ask_for_all, data.of, data.key, request.services.payouts.terms))


@get("/payouts", summary="Payouts, newest first")
async def list_payouts(request: AppRequest, of: Whose = "me", before: BeforeId = "~") -> list[PayoutShape]:
    found = await request.read(payouts_of, request.actor, party_named(request.actor, of), before=before)
    return [shape_of(payout) for payout in found]


@get("/payouts/{payout_id:str}", summary="One payout")
async def show_payout(request: AppRequest, payout_id: PathId) -> PayoutShape:
    return shape_of(await request.read(payout_for, request.actor, payout_id))


@get("/payouts/{payout_id:str}/lines", summary="The lines that a payout pays; all of them add up to it")
async def show_lines(request: AppRequest, payout_id: PathId, after: AfterSeq = 0) -> list[PaidLine]:
    found = await request.read(lines_for, request.actor, payout_id, after)
    return [
        PaidLine(
            seq=line.seq,
            at_ms=line.at_ms,
            amount=Amount(minor=line.minor, currency=line.currency),
            reason=line.reason,
            why=line.why,
        )
        for line in found
    ]


def balance_of(tx: ReadTx, actor: Actor, whose: str, terms: PayoutTerms, locale: str) -> Balance:
    till = till_of(tx, actor, party_named(actor, whose), terms, locale)
    ready, owed, minimum = (
        Amount(minor=money.minor, currency=money.currency) for money in (till.ready, till.owed, till.minimum)
    )
    return Balance(ready=ready, owed=owed, minimum=minimum, account_last4=till.last4, stopped=till.stopped)


def lines_for(tx: ReadTx, actor: Actor, payout_id: str, after: int) -> list[PayoutLine]:
    return lines_of(tx, payout_for(tx, actor, payout_id), after_seq=after)


def shape_of(payout: Payout) -> PayoutShape:
    return PayoutShape(
        id=payout.id,
        amount=Amount(minor=payout.amount_minor, currency=payout.currency),
        state=payout.state,
        failure=payout.failure,
        account_last4=payout.last4,
        asked_at_ms=payout.asked_at_ms,
        ended_at_ms=payout.ended_at_ms,
        reference=payout.reference,
        batch=payout.batch,
    )


router = Router(
    "/",
    route_handlers=[show_balance, put_account, ask, list_payouts, show_payout, show_lines],
    opt=needs(*SIGNED_IN),
    tags=["paying"],
)
