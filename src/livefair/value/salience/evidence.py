"""What stands in facts and answers about each group: its part in sales, its conduct, what it gets and says."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from statistics import fmean
from typing import NamedTuple

import msgspec
from sqlalchemy import func, select

from livefair.community.events import ReviewPublished
from livefair.governance.events import AppealDecided, CaseDecided
from livefair.kernel import ReadTx, query, text_in
from livefair.live.events import QuestionAsked, ShowEnded
from livefair.people.consents import who_consents
from livefair.people.organisations import organisations
from livefair.people.queries import ids_with_role
from livefair.value.attribution import NOBODY, Attribution
from livefair.value.events import SharesReleased
from livefair.value.indicators.money import SoldLine, sold_lines
from livefair.value.indicators.window import Window
from livefair.value.models import PAYOUT_ACCOUNT
from livefair.value.rules.surveys import PEOPLE_SHOWN
from livefair.value.studies.asking import VERSIONS
from livefair.value.studies.queries import latest_result
from livefair.value.surveys.given import given_between

WRONG = frozenset({"remove", "warn"})
# Whose touches are whose contribution, and whose share of the money is whose reward.
CREDITED = {"host": "host", "creator": "host", "reviewer": "reviewer", "sharer": "helper", "answer": "helper"}
REWARDED = {"host": "host", "cohost": "host", "mcn": "host", "reviewer": "reviewer"}
# What each group says of whether it is worth it.
FAIR_ITEMS = {"customer": "cf2", "host": "pb2", "brand": "sv2"}

_WITH_ACCOUNT = query(
    int,
    select(func.count()).select_from(PAYOUT_ACCOUNT).where(text_in(PAYOUT_ACCOUNT.c.current_of, "parties")),
)


class Buyer(NamedTuple):
    """A buyer's net sales, those in which the group had a part, and whether there were no others."""

    all_minor: int
    with_minor: int
    only: bool


class Evidence(NamedTuple):
    """`ratio` is what was received over what was contributed, `perceived` the mean answer to it; None: not known."""

    buyers: list[Buyer]
    upheld: int
    acts: int
    verified: float
    ratio: float | None
    perceived: float | None


class Parties(NamedTuple):
    """Members of each group; `group_of` for those who are not customers."""

    members: dict[str, list[str]]
    group_of: dict[str, str]


def parties_of(tx: ReadTx) -> Parties:
    members = {
        "host": sorted(ids_with_role(tx, "host")),
        "mcn": [one.id for one in organisations(tx, "mcn")],
        "brand": [one.id for one in organisations(tx, "brand")],
    }
    return Parties(members, {party: group for group, ids in members.items() for party in ids})


def evidence_of(tx: ReadTx, window: Window, parties: Parties, groups: tuple[str, ...]) -> dict[str, Evidence]:
    lines = sold_lines(window)
    upheld, acts = _upheld(window, parties), _acts(window, lines)
    contributed, received = _credits(tx), _rewards(window)
    said = _said(tx, window)
    return {
        group: Evidence(
            buyers=_buyers(lines, group),
            upheld=upheld[group],
            acts=acts[group],
            verified=_verified(tx, parties, group),
            ratio=_ratio(group, contributed, received),
            perceived=said.get(group),
        )
        for group in groups
    }


def has_part(line: SoldLine, group: str) -> bool:
    """Customers and brands have a part in every sale."""
    if group in {"customer", "brand"}:
        return True
    owner = {"host": line.line.host_id, "mcn": line.line.mcn_id, "reviewer": line.line.reviewer_id}.get(group)
    return owner is not None


def _buyers(lines: list[SoldLine], group: str) -> list[Buyer]:
    whole: Counter[str] = Counter()
    part: Counter[str] = Counter()
    others: set[str] = set()
    for line in lines:
        whole[line.buyer_id] += line.net_minor
        if has_part(line, group):
            part[line.buyer_id] += line.net_minor
        else:
            others.add(line.buyer_id)
    return [Buyer(whole[one], part[one], one not in others) for one in sorted(whole)]


def _upheld(window: Window, parties: Parties) -> Counter[str]:
    """Decisions that something was wrong, but for those that an appeal has overturned."""
    found: Counter[str] = Counter()
    undone = {seen.fact.case_id for seen in window.facts(AppealDecided) if seen.fact.outcome == "overturned"}
    for seen in window.facts(CaseDecided):
        if seen.fact.outcome in WRONG and seen.fact.case_id not in undone:
            kind, author = seen.fact.subject_kind, seen.fact.author_id or ""
            group = {"review": "reviewer", "product": "brand"}.get(kind) or parties.group_of.get(author, "customer")
            found[group] += 1
    return found


def _acts(window: Window, lines: list[SoldLine]) -> Counter[str]:
    """What each group did in which something could have been wrong."""
    shows = len(window.facts(ShowEnded))
    return Counter(
        {
            "customer": len(lines) + len(window.facts(QuestionAsked)),
            "host": shows,
            "mcn": sum(line.line.mcn_id is not None for line in lines),
            "brand": len(lines),
            "reviewer": len(window.facts(ReviewPublished)),
            "helper": len(window.facts(QuestionAsked)),
        }
    )


def _verified(tx: ReadTx, parties: Parties, group: str) -> float:
    """One half for an account, the other for those whose name a bank knows; buyers have paid by theirs."""
    members = parties.members.get(group)
    if members is None:
        return 1.0 if group == "customer" else 0.5
    return 0.5 + 0.5 * tx.value(_WITH_ACCOUNT, parties=members) / len(members) if members else 0.0


def _credits(tx: ReadTx) -> Mapping[str, float]:
    """Parts of what the last study of attribution divides by sets; nothing before the first."""
    study = latest_result(tx, "attribution", VERSIONS["attribution"])
    if study is None or not study.result:
        return {}
    found: defaultdict[str, float] = defaultdict(float)
    for credit in msgspec.json.decode(study.result, type=Attribution).credits:
        group = CREDITED.get(credit.player.partition(":")[0])
        if credit.player != NOBODY and group is not None:
            found[group] += credit.minor["set_shapley"]
    return _parts(found)


def _rewards(window: Window) -> Mapping[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for seen in window.facts(SharesReleased):
        for share in seen.fact.shares:
            if share.role in REWARDED and seen.fact.line_kind != "gift":
                found[REWARDED[share.role]] += share.minor
    return _parts(found)


def _parts(found: Mapping[str, float]) -> dict[str, float]:
    whole = sum(found.values())
    return {group: value / whole for group, value in found.items()} if whole else {}


def _ratio(group: str, contributed: Mapping[str, float], received: Mapping[str, float]) -> float | None:
    if not contributed.get(group) or not received:
        return None
    return received.get(group, 0.0) / contributed[group]


def _said(tx: ReadTx, window: Window) -> dict[str, float]:
    """The mean of people's means; nothing from fewer than 20 people, however often they were asked."""
    by_item: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in given_between(tx, window.from_ms, window.to_ms, who_consents(tx, "surveys")):
        by_item[one.item][one.person].append(one.value)
    means = {item: fmean(map(fmean, of.values())) for item, of in by_item.items() if len(of) >= PEOPLE_SHOWN}
    return {group: means[item] for group, item in FAIR_ITEMS.items() if item in means}
