"""Payouts as pages show them: what stands ready, where it goes, what became of what was asked."""

from typing import NamedTuple, cast

from livefair import ledger, value
from livefair.kernel import Actor, Money, ReadTx
from livefair.value.freezing import frozen_minor
from livefair.value.payouts import Payout, PayoutLine, PayoutTerms, account_of, lines_of, payee_of, payouts_of, stop_of
from livefair.value.payouts.book import require_reader, under_way
from livefair.value.rules.payouts import OVERDUE_MS, State
from livefair.value.why import Locale
from livefair.web import i18n
from livefair.web.words import ALL_REFUSALS, sentence

SHOWN = 20
CURRENCY = "CNY"


class PayoutView(NamedTuple):
    id: str
    amount: Money
    state: State
    why: str
    last4: str
    asked_at_ms: int
    ended_at_ms: int | None
    reference: str
    batch: str | None
    is_overdue: bool


class Till(NamedTuple):
    """A payee's money that can be paid out. `may_ask` tells whether the reader may, `can_ask` whether it would work."""

    party: str
    is_organisation: bool
    ready: Money
    minimum: Money
    owed: Money
    frozen: Money
    last4: str | None
    holder: str
    stopped: str | None
    may_ask: bool
    can_ask: bool
    payouts: list[PayoutView]

    @property
    def url(self) -> str:
        return "/me/payouts?of=organisation" if self.is_organisation else "/me/payouts"


class LineView(NamedTuple):
    at_ms: int
    amount: Money
    title: str
    why: str


def till_of(tx: ReadTx, actor: Actor, party: str, terms: PayoutTerms, locale: str) -> Till:
    require_reader(actor, party)
    account, stop = account_of(tx, party), stop_of(tx, party)
    ready_minor = ledger.free(tx, f"payable:{party}", CURRENCY)
    is_free = stop is None and under_way(tx, party, CURRENCY) is None
    return Till(
        party=party,
        is_organisation=party != actor.id,
        ready=Money(ready_minor, CURRENCY),
        minimum=Money(terms.minimum_minor, CURRENCY),
        owed=Money(-ledger.balance(tx, f"receivable:{party}", CURRENCY), CURRENCY),
        frozen=Money(frozen_minor(tx, party, CURRENCY), CURRENCY),
        last4=account.last4 if account else None,
        holder=account.holder if account else "",
        stopped=stop.reason if stop else None,
        may_ask=party in payee_of(tx, actor),
        can_ask=account is not None and is_free and ready_minor >= max(1, terms.minimum_minor),
        payouts=[payout_view(found, locale, tx.now_ms) for found in payouts_of(tx, actor, party, limit=SHOWN)],
    )


def payout_view(payout: Payout, locale: str, now_ms: int) -> PayoutView:
    return PayoutView(
        id=payout.id,
        amount=Money(payout.amount_minor, payout.currency),
        state=payout.state,
        why=why_state(payout.state, payout.failure, locale),
        last4=payout.last4,
        asked_at_ms=payout.asked_at_ms,
        ended_at_ms=payout.ended_at_ms,
        reference=payout.reference,
        batch=payout.batch,
        is_overdue=payout.state == "sending" and now_ms - payout.asked_at_ms > OVERDUE_MS,
    )


def why_state(state: State, failure: str, locale: str) -> str:
    """One sentence on what became of it; a bank's code that we do not know is said in general words."""
    code = f"failure_{failure}"
    known = code if code in ALL_REFUSALS else "failure_failed"
    return sentence(f"payout_why_{state}", {"failure": sentence(known, {}, locale)}, locale)


def line_view(line: PayoutLine, locale: str) -> LineView:
    reason = value.why_posted(line.reason, cast(Locale, locale))
    return LineView(
        at_ms=line.at_ms,
        amount=Money(line.minor, line.currency),
        title=title_of(line.why, locale) or reason,
        why=why_line(line.why, line.reason, line.currency, locale),
    )


def title_of(why: dict[str, str | int | None], locale: str) -> str:
    """Of which order or gift; "" for what is of neither."""
    for kind in ("order", "gift"):
        if subject_id := why.get(f"{kind}_id"):
            return sentence(f"posting_of_{kind}", {kind: str(subject_id)[-8:]}, locale)
    return ""


def why_line(why: dict[str, str | int | None], reason: str, currency: str, locale: str) -> str:
    """The share's own words where there is a share, else the posting's reason."""
    code, base_minor = why.get("code"), why.get("base_minor")
    if not code:
        of_gift = reason if not why.get("gift_id") else f"gift_{reason}"
        return value.why_posted(of_gift, cast(Locale, locale))
    base = i18n.money(Money(int(base_minor), currency), locale) if base_minor is not None else ""
    points = int(why.get("basis_points") or 0)
    return value.why_share(str(code), cast(Locale, locale), basis_points=points, base=base)


def all_lines(tx: ReadTx, payout: Payout, *, most: int) -> list[PayoutLine]:
    found: list[PayoutLine] = []
    while len(found) < most and (page := lines_of(tx, payout, after_seq=found[-1].seq if found else 0)):
        found += page
    return found
