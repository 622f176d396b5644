"""My wallet: what is in it, filling it, what it went on, limits of my own, my age, and all of it back."""

from typing import Annotated, Literal, NamedTuple, cast

import msgspec
from litestar import Router, get, post

from livefair import value
from livefair.governance.gift_policy import gift_policy
from livefair.kernel import Actor, Money, ReadTx, Refusal, WriteTx
from livefair.kernel.ids import secret_token
from livefair.live.gift_catalogue import all_gifts
from livefair.live.giving import given_by, house_limits, own_limits, set_own_limits
from livefair.live.leaderboards import PURPOSE
from livefair.live.rules.gifts import Given, Limits
from livefair.people.ages import Age, age_of, confirm_age
from livefair.people.consents import give_consent, has_consented, withdraw_consent
from livefair.shop.money_back import ask_money_back, money_back_of
from livefair.shop.top_ups import top_up, top_ups_of
from livefair.shop.wallets import Receipt, Wallet, receipts_of, wallet_of
from livefair.value.why import Locale
from livefair.web.access import SIGNED_IN, needs
from livefair.web.forms import Form, Key, minor_of
from livefair.web.mall.paying import pay_page
from livefair.web.paths import Before
from livefair.web.requests import Answer, AppRequest

HERE = "/me/wallet"
PAGE = 30
SUMS_MINOR = (1_000, 5_000, 10_000, 20_000)

AmountText = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")]


class Filling(Form, frozen=True, kw_only=True):
    """`amount` in words wins over `minor`, one of the buttons."""

    key: Key
    minor: Annotated[int, msgspec.Meta(ge=0, le=10**9)] = 0
    amount: AmountText = ""


class Keyed(Form, frozen=True, kw_only=True):
    key: Key


class NewLimits(Form, frozen=True, kw_only=True):
    """Amounts; empty: none."""

    day: AmountText = ""
    month: AmountText = ""


class Birthday(Form, frozen=True, kw_only=True):
    born_on: Annotated[str, msgspec.Meta(max_length=10, pattern=r"^[0-9-]*$")]
    next: Annotated[str, msgspec.Meta(max_length=2_000)] = ""


class Seen(Form, frozen=True, kw_only=True):
    leaderboard: Literal["yes", ""] = ""


class ReceiptView(NamedTuple):
    at_ms: int
    amount: Money
    title: str
    why: str
    href: str | None


class Sums(NamedTuple):
    """In 24 hours and in 30 days; None: no limit."""

    day: Money | None
    month: Money | None


class WalletPage(NamedTuple):
    """`age`: unknown, minor or adult; `is_seen`: named on leaderboards.

    `own` holds; `raised` will from `raised_from_ms` on, if something was raised.
    """

    wallet: Wallet
    age: Age
    receipts: list[ReceiptView]
    next_url: str | None
    own: Sums
    raised: Sums | None
    raised_from_ms: int | None
    house: Sums
    given: Sums
    waiting: list[str]
    on_its_way: Money
    is_seen: bool


def wallet_page(tx: ReadTx, actor: Actor, before: int | None, locale: str) -> WalletPage:
    receipts = receipts_of(tx, actor, before_seq=before, most=PAGE)
    wallet = wallet_of(tx, actor.id)
    on_its_way = sum(part.amount_minor for part in money_back_of(tx, actor) if part.is_on_its_way)
    own = own_limits(tx, actor.id)
    return WalletPage(
        wallet=wallet,
        age=age_of(tx, actor.id),
        receipts=[receipt_view(receipt, locale) for receipt in receipts],
        next_url=f"{HERE}?before={receipts[-1].seq}" if len(receipts) == PAGE else None,
        own=sums_of(own.now),
        raised=sums_of(own.then) if own.then else None,
        raised_from_ms=own.from_ms,
        house=sums_of(house_limits(gift_policy(tx).knobs)),
        given=sums_of(given_by(tx, actor.id)),
        waiting=[found.payment_id for found in top_ups_of(tx, actor) if found.state == "open"],
        on_its_way=Money(on_its_way, wallet.held.currency),
        is_seen=has_consented(tx, actor.id, PURPOSE),
    )


def sums_of(limits: Limits | Given) -> Sums:
    day, month = (Money(minor) if minor is not None else None for minor in limits)
    return Sums(day, month)


def receipt_view(receipt: Receipt, locale: str) -> ReceiptView:
    reason = "gift_returned" if receipt.reason == "refund" else receipt.reason
    gift = all_gifts().get(str(receipt.why.get("code") or ""))
    title = (
        f"{gift.name.on(locale)} × {receipt.why.get('quantity')}"
        if gift
        else value.why_wallet(reason, locale_of(locale))
    )
    gift_id, payment_id = receipt.why.get("gift_id"), receipt.why.get("payment_id")
    href = f"/gifts/{gift_id}" if gift_id else f"/pay/{payment_id}/result" if payment_id else None
    return ReceiptView(receipt.at_ms, receipt.amount, title, value.why_wallet_line(reason, locale_of(locale)), href)


def locale_of(locale: str) -> Locale:
    return cast(Locale, locale)


@get(HERE)
async def show_wallet(request: AppRequest, before: Before = None) -> Answer:
    return await _page(request, before)


@post(HERE + "/top-ups")
async def fill(request: AppRequest) -> Answer:
    """On to the provider's page; what comes of it is told later."""
    try:
        form = await request.form_as(Filling)
        minor = minor_of(form.amount, "amount") if form.amount.strip() else form.minor
        provider = request.services.providers.default
        payment_id = await request.write(top_up, amount_minor=minor, provider=provider, key=form.key)
    except Refusal as refusal:
        return await _page(request, None, refusal)
    return await pay_page(request, payment_id) if request.is_fragment else request.go(f"/pay/{payment_id}")


@post(HERE + "/money-back")
async def want_it_back(request: AppRequest) -> Answer:
    form = await request.form_as(Keyed)
    try:
        await request.write(ask_money_back, key=form.key)
    except Refusal as refusal:
        return await _page(request, None, refusal)
    return request.go(HERE, toast="money_back_asked")


@post(HERE + "/limits")
async def change_limits(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewLimits)
        limits = Limits(*(minor_of(text, field) if text.strip() else None for field, text in _texts(form)))
        await request.write(set_own_limits, limits)
    except Refusal as refusal:
        return await _page(request, None, refusal)
    return request.go(HERE, toast="saved")


@post(HERE + "/age")
async def say_age(request: AppRequest) -> Answer:
    try:
        await request.write(confirm_age, (await request.form_as(Birthday)).born_on)
    except Refusal as refusal:
        return await _page(request, None, refusal)
    return request.go(HERE, toast="saved")


@post(HERE + "/leaderboard")
async def be_seen(request: AppRequest) -> Answer:
    await request.write(set_seen, (await request.form_as(Seen)).leaderboard == "yes")
    return request.go(HERE, toast="saved")


def set_seen(tx: WriteTx, actor: Actor, is_seen: bool) -> None:
    (give_consent if is_seen else withdraw_consent)(tx, actor, PURPOSE)


def _texts(form: NewLimits) -> tuple[tuple[str, str], ...]:
    return ("day", form.day), ("month", form.month)


async def _page(request: AppRequest, before: int | None, refusal: Refusal | None = None) -> Answer:
    found = await request.read(wallet_page, request.actor, before, request.locale)
    context = {**found._asdict(), "key": secret_token(), "sums": [Money(minor) for minor in SUMS_MINOR]}
    if refusal is not None:
        return await request.again("mall/wallet.html", refusal, context)
    return await request.page("mall/wallet.html", context)


router = Router(
    "/",
    route_handlers=[show_wallet, fill, want_it_back, change_limits, say_age, be_seen],
    opt=needs(*SIGNED_IN),
)
