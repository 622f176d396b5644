"""A payment on the page of a provider outside: asked for, opened by a job, and heard of until it is over.

The buyer may take another way at any time; the first money that comes pays, what comes after it goes back.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import (
    MINUTE_MS,
    SYSTEM,
    Actor,
    Conflict,
    JobContext,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require_valid,
    word_in,
)
from livefair.kernel.job_board import jobs_called
from livefair.shop import rules
from livefair.shop.events_of_paying import OddAmountTaken, PaymentPageAsked
from livefair.shop.local_provider import NAME as LOCAL
from livefair.shop.models import PAYMENT
from livefair.shop.models.paying import PAYMENT_PAGE
from livefair.shop.outside.line import ProviderRefused
from livefair.shop.payments import Notification, Payment, my_payment_for, payment_for, settle_notification
from livefair.shop.provider_words import PageWord
from livefair.shop.providers import Opened, Opening, OutsideProvider, Providers
from livefair.shop.rules.paying import WAYS

LOOK_BEFORE_END_MS = MINUTE_MS
CLOSE_AFTER_END_MS = MINUTE_MS
ADDRESS_CHARS_MAX = 60
LIVE_STATES = ("asked", "open")


class PaymentPage(NamedTuple):
    id: str
    payment_id: str
    provider: str
    way: str
    state: str
    reference: str
    charge: str
    url: str
    payer_address: str
    odd_minor: int | None
    odd_currency: str | None
    asked_at_ms: int
    ended_at_ms: int | None


class Waiting(NamedTuple):
    """A page as its payer sees it. `attempts`: how often the provider did not answer; `is_given_up`: nobody asks on."""

    page: PaymentPage
    attempts: int
    is_given_up: bool


_COLUMNS = [PAYMENT_PAGE.c[name] for name in PaymentPage._fields]
_ONE = query(PaymentPage, select(*_COLUMNS).where(PAYMENT_PAGE.c.id == bindparam("one")))
_OF_PAYMENT = query(
    PaymentPage,
    select(*_COLUMNS).where(PAYMENT_PAGE.c.payment_id == bindparam("payment")).order_by(PAYMENT_PAGE.c.id.desc()),
)
_BY_CHARGE = query(
    PaymentPage,
    select(*_COLUMNS).where(PAYMENT_PAGE.c.charge == bindparam("charge"), PAYMENT_PAGE.c.provider == bindparam("name")),
)
_OPENED = change(
    update(PAYMENT_PAGE)
    .where(PAYMENT_PAGE.c.id == bindparam("one"), PAYMENT_PAGE.c.state == "asked")
    .values(state="open", reference=bindparam("name"), url=bindparam("there"), payer_address="")
)
_END = change(
    update(PAYMENT_PAGE)
    .where(PAYMENT_PAGE.c.id == bindparam("one"), word_in(PAYMENT_PAGE.c.state, *LIVE_STATES))
    .values(state=bindparam("becomes"), ended_at_ms=bindparam("now"), payer_address="")
)
_PAID = change(
    update(PAYMENT_PAGE)
    .where(PAYMENT_PAGE.c.id == bindparam("one"), PAYMENT_PAGE.c.state != "paid")
    .values(state="paid", charge=bindparam("money"), ended_at_ms=bindparam("now"), odd_minor=None, odd_currency=None)
)
_ODD = change(
    update(PAYMENT_PAGE)
    .where(PAYMENT_PAGE.c.id == bindparam("one"), word_in(PAYMENT_PAGE.c.state, *LIVE_STATES, "refused", "closed"))
    .values(
        state="odd",
        charge=bindparam("money"),
        ended_at_ms=bindparam("now"),
        odd_minor=bindparam("took"),
        odd_currency=bindparam("took_in"),
    )
)
_CHOOSE = change(
    update(PAYMENT)
    .where(PAYMENT.c.id == bindparam("one"), PAYMENT.c.state == "open")
    .values(provider=bindparam("chosen"))
)
_PAID_WITH = change(update(PAYMENT).where(PAYMENT.c.id == bindparam("one")).values(provider=bindparam("chosen")))


def choose_provider(
    tx: WriteTx, actor: Actor, payment_id: str, *, provider: str, way: str, payer_address: str = ""
) -> str | None:
    """The payer takes a way to pay. Returns the page's id, None for the local provider; twice is the same page.

    For callers who know that the provider is offered here. Conflict payment_over, Invalid unknown_way.
    """
    payment = my_payment_for(tx, actor, payment_id)
    require_valid(way in WAYS, "unknown_way", field="way")
    if not tx.change(_CHOOSE, one=payment_id, chosen=provider):
        raise Conflict("payment_over")
    if provider == LOCAL:
        return None
    page_id = tx.new_id()
    is_new = tx.insert_new(
        PAYMENT_PAGE,
        id=page_id,
        payment_id=payment_id,
        provider=provider,
        way=way,
        state="asked",
        reference="",
        charge="",
        url="",
        payer_address=payer_address[:ADDRESS_CHARS_MAX] if way == "phone" else "",
        asked_at_ms=tx.now_ms,
    )
    if not is_new:
        return next(page.id for page in pages_of(tx, payment_id) if (page.provider, page.way) == (provider, way))
    tx.later(open_page, key=job_key(page_id), page_id=page_id)
    left_ms = max(0, payment.expires_at_ms - tx.now_ms)
    tx.later(look_at_page, after_ms=max(0, left_ms - LOOK_BEFORE_END_MS), key=f"look:{page_id}", page_id=page_id)
    tx.later(close_page, after_ms=left_ms + CLOSE_AFTER_END_MS, key=f"close:{page_id}", page_id=page_id)
    tx.announce(PaymentPageAsked(payment_id=payment_id, page_id=page_id, buyer_id=actor.id, provider=provider, way=way))
    return page_id


@job
async def open_page(ctx: JobContext, *, page_id: str) -> None:
    """Have the provider make its page. The page's id is the key: asking twice makes one."""
    page, payment = await ctx.db.read(page_and_payment, page_id)
    if page.state != "asked" or payment.state != "open":
        return
    try:
        opened = await _provider(ctx, page).open(opening_of(page, payment))
    except ProviderRefused:
        await ctx.db.write(hear_of_page, SYSTEM, PageWord(page_id=page_id, outcome="refused"))
    else:
        await ctx.db.write(note_opened, SYSTEM, page_id, opened)


@job
async def look_at_page(ctx: JobContext, *, page_id: str) -> None:
    """Shortly before the time is over: if the provider's word was lost on its way, ask for it."""
    page, payment = await ctx.db.read(page_and_payment, page_id)
    if page.state == "open" and payment.state == "open":
        word = await _provider(ctx, page).look(opening_of(page, payment), page.reference)
        if word is not None:
            await ctx.db.write(hear_of_page, SYSTEM, word)


@job
async def close_page(ctx: JobContext, *, page_id: str) -> None:
    """The time is over: nobody shall pay there any more. Money that has come all the same is heard of here at last."""
    page, payment = await ctx.db.read(page_and_payment, page_id)
    if page.state not in LIVE_STATES:
        return
    word = None
    if page.reference:
        word = await _provider(ctx, page).close(opening_of(page, payment), page.reference)
    await ctx.db.write(hear_of_page, SYSTEM, word or PageWord(page_id=page_id, outcome="closed"))


def note_opened(tx: WriteTx, actor: Actor, page_id: str, opened: Opened) -> None:
    tx.change(_OPENED, one=page_id, name=opened.reference, there=opened.url)


def hear_of_page(tx: WriteTx, actor: Actor, word: PageWord) -> str:
    """Act on a provider's word on its page. Returns the payment's state. The same word twice is once."""
    page = page_called(tx, word.page_id)
    payment = payment_for(tx, page.payment_id)
    if word.outcome != "paid":
        tx.change(_END, one=page.id, becomes=word.outcome, now=tx.now_ms)
        return payment.state
    if page.state == "odd":
        return payment.state
    if (word.amount_minor, word.currency) != (payment.amount_minor, payment.currency):
        _note_odd(tx, page, payment, word)
        return payment.state
    is_new = bool(tx.change(_PAID, one=page.id, money=word.charge, now=tx.now_ms))
    state = settle_notification(
        tx, actor, Notification(payment.id, "succeeded", word.amount_minor, word.currency), page_id=page.id
    )
    if is_new and payment_for(tx, payment.id).page_id == page.id:
        tx.change(_PAID_WITH, one=payment.id, chosen=page.provider)
    return state


def page_called(tx: ReadTx, page_id: str) -> PaymentPage:
    return tx.one(_ONE, one=page_id) or not_found("payment_page")


def page_of_charge(tx: ReadTx, provider: str, charge: str) -> PaymentPage | None:
    return tx.one(_BY_CHARGE, charge=charge, name=provider) if charge else None


def pages_of(tx: ReadTx, payment_id: str) -> list[PaymentPage]:
    """Newest first; at most one for each way of each provider. For callers who know whose payment it is."""
    return tx.all(_OF_PAYMENT, payment=payment_id)


def waiting_page(tx: ReadTx, payment: Payment) -> Waiting | None:
    """The page that the payer has chosen last, if it is of the provider that they have chosen last."""
    page = next((page for page in pages_of(tx, payment.id) if page.provider == payment.provider), None)
    if page is None:
        return None
    kept = jobs_called(tx, [job_key(page.id)]).get(job_key(page.id))
    return Waiting(page, kept.attempts if kept else 0, kept is not None and kept.dead_at_ms is not None)


def page_and_payment(tx: ReadTx, page_id: str) -> tuple[PaymentPage, Payment]:
    page = page_called(tx, page_id)
    return page, payment_for(tx, page.payment_id)


def opening_of(page: PaymentPage, payment: Payment) -> Opening:
    return Opening(
        page_id=page.id,
        payment_id=payment.id,
        way=page.way,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        opened_at_ms=payment.expires_at_ms - rules.PAY_WITHIN_MS,
        expires_at_ms=payment.expires_at_ms,
        payer_address=page.payer_address,
    )


def job_key(page_id: str) -> str:
    return f"page:{page_id}"


def _provider(ctx: JobContext, page: PaymentPage) -> OutsideProvider:
    providers: Providers = ctx.services[Providers]
    return providers.outside(page.provider)


def _note_odd(tx: WriteTx, page: PaymentPage, payment: Payment, word: PageWord) -> None:
    if not tx.change(
        _ODD, one=page.id, money=word.charge, now=tx.now_ms, took=word.amount_minor, took_in=word.currency
    ):
        return
    tx.announce(
        OddAmountTaken(
            payment_id=payment.id,
            page_id=page.id,
            provider=page.provider,
            asked_minor=payment.amount_minor,
            currency=payment.currency,
            taken_minor=word.amount_minor,
            taken_currency=word.currency,
        )
    )
