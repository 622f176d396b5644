"""What somebody receives, as pages show it: a balance by state and every posting with its why."""

from typing import NamedTuple, cast

from livefair import value
from livefair.kernel import Actor, Money, ReadTx
from livefair.value.why import Locale
from livefair.web import i18n
from livefair.web.words import sentence

PAGE = 50


class Balance(NamedTuple):
    """`held` waits for the end of the return window; `released` was handed over; `reversed` refunds took back."""

    released: Money
    held: Money
    reversed: Money
    orders: int


class PostingView(NamedTuple):
    at_ms: int
    amount: Money
    title: str
    why: str
    state: str
    href: str | None


class Statement(NamedTuple):
    balance: Balance
    postings: list[PostingView]
    next_url: str | None


def statement(tx: ReadTx, actor: Actor, party: str, locale: str, *, url: str, before: int | None = None) -> Statement:
    """The party's newest postings; on the first page, before them, what still waits in escrow."""
    waiting = value.expected_by(tx, actor, party, limit=PAGE) if before is None else []
    posted = value.postings_of(tx, actor, party, before_seq=before, limit=PAGE)
    return Statement(
        balance=balance(tx, actor, party),
        postings=[*(_of_expected(share, locale) for share in waiting), *(_of_posting(one, locale) for one in posted)],
        next_url=f"{url}?before={posted[-1].seq}" if len(posted) == PAGE else None,
    )


def balance(tx: ReadTx, actor: Actor, party: str, currency: str = "CNY") -> Balance:
    totals = next((found for found in value.totals_of(tx, actor, party) if found.currency == currency), None)
    orders = len({share.order_id for share in value.expected_by(tx, actor, party, limit=100)})
    if totals is None:
        return Balance(Money(0, currency), Money(0, currency), Money(0, currency), orders)
    return Balance(
        released=Money(totals.released_minor - totals.returned_minor, currency),
        held=Money(totals.expected_minor, currency),
        reversed=Money(totals.refunded_minor, currency),
        orders=orders,
    )


def _of_expected(share: value.Expected, locale: str) -> PostingView:
    base = i18n.money(Money(share.base_minor, share.currency), locale)
    return PostingView(
        at_ms=share.planned_at_ms,
        amount=Money(share.planned_minor - share.refunded_minor, share.currency),
        title=sentence("posting_of_order", {"order": share.order_id[-8:]}, locale),
        why=value.why_share(share.why, cast(Locale, locale), basis_points=share.basis_points, base=base),
        state="held",
        href=f"/p/{share.product_id}",
    )


def _of_posting(posting: value.Posting, locale: str) -> PostingView:
    order_id = str(posting.why.get("order_id") or "")
    code = posting.why.get("code")
    reason = value.why_posted(posting.reason, cast(Locale, locale))
    return PostingView(
        at_ms=posting.at_ms,
        amount=Money(posting.minor, posting.currency),
        title=sentence("posting_of_order", {"order": order_id[-8:]}, locale) if order_id else reason,
        why=_why(posting, str(code), locale) if code else reason,
        state="released" if posting.minor >= 0 else "reversed",
        href=None,
    )


def _why(posting: value.Posting, code: str, locale: str) -> str:
    """The share's own words; its base is named in the plan, here the amount itself speaks."""
    points = int(posting.why.get("basis_points") or 0)
    base_minor = posting.why.get("base_minor")
    base = i18n.money(Money(int(base_minor), posting.currency), locale) if base_minor is not None else ""
    return value.why_share(code, cast(Locale, locale), basis_points=points, base=base)
