"""What each group waited for on a day: claims that had been opened by then and were not answered yet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from livefair.governance.events import CaseDecided, ReportFiled
from livefair.kernel import HOUR_MS, Fact
from livefair.live.events import QuestionAnswered, QuestionAsked, QuestionDismissed, QuestionHidden
from livefair.live.events_of_hosting import RestockAnswered, RestockAsked
from livefair.live.events_of_talk import QuestionsMerged
from livefair.shop.events import GoodsExchanged, OrderRefunded, RefundDenied, RefundRequested
from livefair.value.events import ContestAnswered, LineContested, PayoutAsked, PayoutEnded
from livefair.value.indicators.window import Window
from livefair.value.rules.salience import Claim
from livefair.value.salience.settings import kinds_of_claims


class Waiting(NamedTuple):
    """A claim from its opening to its end; `ended_at_ms` None: it still waits."""

    kind: str
    group: str
    opened_at_ms: int
    ended_at_ms: int | None


class Sort(NamedTuple):
    """How claims of a kind stand in the facts: what opens one, what ends one, by which id, and whose it is."""

    kind: str
    opens: type[Fact]
    ends: tuple[type[Fact], ...]
    key: str
    whose: Callable[[Any], str]


def _customer(fact: Any) -> str:
    return "customer"


def _host(fact: Any) -> str:
    return "host"


def _party(fact: Any) -> str:
    return str(fact.party)


# Answered, set aside by the host, hidden by moderators, or gone on as part of another that asks the same.
QUESTION_ENDS = (QuestionAnswered, QuestionDismissed, QuestionHidden, QuestionsMerged)
SORTS = (
    Sort("question", QuestionAsked, QUESTION_ENDS, "question_id", _customer),
    Sort("report", ReportFiled, (CaseDecided,), "case_id", _customer),
    Sort("refund", RefundRequested, (OrderRefunded, RefundDenied, GoodsExchanged), "refund_id", _customer),
    Sort("restock", RestockAsked, (RestockAnswered,), "restock_id", _host),
    Sort("payout", PayoutAsked, (PayoutEnded,), "payout_id", _party),
    Sort("contest", LineContested, (ContestAnswered,), "contest_id", _party),
)


def waiting_in(window: Window, group_of: Mapping[str, str]) -> list[Waiting]:
    """All claims that were opened in the window; `group_of` a party is its group, of anybody else the customers."""
    return [waiting for sort in SORTS for waiting in _of_sort(window, sort, group_of)]


def _of_sort(window: Window, sort: Sort, group_of: Mapping[str, str]) -> Iterator[Waiting]:
    ended: dict[str, int] = {}
    for kind in sort.ends:
        for seen in window.facts(kind):
            claim = getattr(seen.fact, sort.key)
            ended[claim] = min(seen.at_ms, ended.get(claim, seen.at_ms))
    for seen in window.facts(sort.opens):
        whose = sort.whose(seen.fact)
        group = whose if sort.whose is not _party else group_of.get(whose, "customer")
        yield Waiting(sort.kind, group, seen.at_ms, ended.get(getattr(seen.fact, sort.key)))


def claims_at(waiting: Iterable[Waiting], group: str, at_ms: int) -> list[Claim]:
    """What the group waited for at that moment."""
    kinds = kinds_of_claims()
    return [
        Claim(one.kind, (at_ms - one.opened_at_ms) / (kinds[one.kind].hours * HOUR_MS))
        for one in waiting
        if one.group == group and one.opened_at_ms <= at_ms and (one.ended_at_ms is None or one.ended_at_ms > at_ms)
    ]
