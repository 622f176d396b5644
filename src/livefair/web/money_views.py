"""What somebody receives, as pages show it: a balance by state and every posting with its why."""

from typing import NamedTuple, cast

from livefair import value
from livefair.kernel import Actor, Money, ReadTx
from livefair.value.payouts import PayoutTerms
from livefair.value.why import Locale
from livefair.web import i18n
from livefair.web.contest_views import contest_url, contested_by
from livefair.web.payout_views import Till, till_of, title_of, why_line
from livefair.web.words import sentence

PAGE = 50
PAYOUTS = {"payout", "payout_returned", "payout_late"}
POOL_PAGE = "/me/pool"


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
    contest_url: str | None = None
    is_contested: bool = False


class Statement(NamedTuple):
    balance: Balance
    postings: list[PostingView]
    next_url: str | None
    till: Till


class Wanted(NamedTuple):
    """Which statement: whose, on which page's address, from where on, on the house's terms of paying out."""

    party: str
    url: str
    terms: PayoutTerms
    before: int | None = None


def statement(tx: ReadTx, actor: Actor, wanted: Wanted, locale: str) -> Statement:
    """The party's newest postings; on the first page, before them, what still waits in escrow."""
    party, before = wanted.party, wanted.before
    waiting = value.expected_by(tx, actor, party, limit=PAGE) if before is None else []
    posted = value.postings_of(tx, actor, party, before_seq=before, limit=PAGE)
    contested = contested_by(tx, party)
    shown = [
        *((_of_expected(one, locale), one.line_id) for one in waiting),
        *(_with_line(one, locale) for one in posted),
    ]
    return Statement(
        balance=balance(tx, actor, party),
        postings=[_contestable(view, line_id, contested) for view, line_id in shown],
        till=till_of(tx, actor, party, wanted.terms, locale),
        next_url=f"{wanted.url}?before={posted[-1].seq}" if len(posted) == PAGE else None,
    )


def _with_line(posting: value.Posting, locale: str) -> tuple[PostingView, str | None]:
    """Of what was released, the line: its share can be contested."""
    line_id = str(posting.why.get("line_id") or "") if posting.reason == "release" else None
    return _of_posting(posting, locale), line_id


def _contestable(view: PostingView, line_id: str | None, contested: set[str]) -> PostingView:
    return view._replace(contest_url=contest_url(contested, line_id), is_contested=line_id in contested)


def balance(tx: ReadTx, actor: Actor, party: str, currency: str = "CNY") -> Balance:
    totals = next((found for found in value.totals_of(tx, actor, party) if found.currency == currency), None)
    orders = len({share.order_id for share in value.expected_by(tx, actor, party, limit=100) if share.kind == "order"})
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
        title=title_of({f"{share.kind}_id": share.order_id}, locale),
        why=value.why_share(share.why, cast(Locale, locale), basis_points=share.basis_points, base=base),
        state="frozen" if share.is_frozen else "held",
        href=f"/p/{share.product_id}" if share.kind == "order" else None,
    )


def state_of(posting: value.Posting, *, is_payout: bool) -> str:
    if posting.reason in {"frozen", "contest_held"}:
        return "frozen"
    return "released" if posting.minor >= 0 else "paid_out" if is_payout else "reversed"


def _of_posting(posting: value.Posting, locale: str) -> PostingView:
    payout_id = posting.why.get("payout_id") if posting.reason in PAYOUTS else None
    reason = value.why_posted(posting.reason, cast(Locale, locale))
    return PostingView(
        at_ms=posting.at_ms,
        amount=Money(posting.minor, posting.currency),
        title=title_of(posting.why, locale) or reason,
        why=sentence("payout_why_line", {"last4": str(posting.why.get("last4") or "")}, locale)
        if payout_id
        else why_line(posting.why, posting.reason, posting.currency, locale),
        state=state_of(posting, is_payout=bool(payout_id)),
        href=f"/me/payouts/{payout_id}" if payout_id else POOL_PAGE if "period_id" in posting.why else None,
    )
