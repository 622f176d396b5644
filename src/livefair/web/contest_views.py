"""Contested lines as pages show them."""

from typing import NamedTuple

from livefair.kernel import Actor, Money, ReadTx
from livefair.people import organisation_names, person_cards
from livefair.value.contest_book import (
    SHOWN_MAX,
    Contest,
    Subject,
    all_contests,
    contested_lines,
    my_contests,
    parties_of,
    subject_for,
)
from livefair.value.contest_money import moved_minor
from livefair.value.shares import require_line
from livefair.web.payout_views import title_of


class ContestView(NamedTuple):
    """`state` is open, mended, stands or withdrawn; `is_mine`: the reader's side opened it."""

    id: str
    title: str
    party: str
    other: str
    asked: Money
    granted: Money
    words: str
    reply: str
    answer: str
    state: str
    opened_at_ms: int
    ended_at_ms: int | None
    is_mine: bool
    may_reply: bool
    is_overdue: bool
    waits_for_release: bool


class SubjectView(NamedTuple):
    """A line that may be contested: what the reader's side has of it, and the most that it can lack."""

    line_id: str
    title: str
    share: Money
    most: Money
    other: str


def contest_views(tx: ReadTx, actor: Actor, locale: str) -> list[ContestView]:
    return _views(tx, actor, my_contests(tx, actor), locale)


def contests_to_answer(tx: ReadTx, actor: Actor, locale: str) -> list[ContestView]:
    """What waits first; for operators."""
    return _views(tx, actor, all_contests(tx, actor), locale)


def subject_view(tx: ReadTx, actor: Actor, line_id: str, locale: str) -> SubjectView:
    found: Subject = subject_for(tx, actor, line_id)
    currency = found.line.currency
    return SubjectView(
        line_id=line_id,
        title=title_of({f"{found.line.kind}_id": found.line.order_id}, locale),
        share=Money(found.share_minor, currency),
        most=Money(found.most_minor, currency),
        other=_names(tx, [found.counterpart]).get(found.counterpart or "", ""),
    )


def contest_url(contested: set[str], line_id: str | None) -> str | None:
    """Where this line is contested, or what came of it."""
    if not line_id:
        return None
    return "/me/contests" if line_id in contested else f"/me/contests/new?line={line_id}"


def contested_by(tx: ReadTx, party: str) -> set[str]:
    return contested_lines(tx, party)


def _views(tx: ReadTx, actor: Actor, found: list[Contest], locale: str) -> list[ContestView]:
    names = _names(tx, [side for each in found[:SHOWN_MAX] for side in (each.party, each.counterpart)])
    mine = parties_of(actor)
    return [_view(tx, each, names, mine, locale) for each in found]


def _view(tx: ReadTx, each: Contest, names: dict[str, str], mine: set[str], locale: str) -> ContestView:
    line, is_open = require_line(tx, each.line_id), each.ended_at_ms is None
    # Of a line that went back wholly before its release nothing is released any more.
    is_void = not is_open and line.refunded_minor >= line.amount_minor
    has_moved = each.outcome == "mended" and (line.released_at_ms is not None or is_void)
    return ContestView(
        id=each.id,
        title=title_of({f"{line.kind}_id": each.order_id}, locale),
        party=names.get(each.party, each.party[-8:]),
        other=names.get(each.counterpart or "", ""),
        asked=Money(each.asked_minor, each.currency),
        granted=Money(moved_minor(tx, "paid", each.id) if has_moved else each.granted_minor, each.currency),
        words=each.words,
        reply=each.reply or "",
        answer=each.answer or "",
        state=each.outcome or "open",
        opened_at_ms=each.opened_at_ms,
        ended_at_ms=each.ended_at_ms,
        is_mine=each.party in mine,
        may_reply=is_open and each.reply is None and each.counterpart in mine,
        is_overdue=is_open and tx.now_ms >= each.due_at_ms,
        waits_for_release=line.released_at_ms is None and not is_void,
    )


def _names(tx: ReadTx, sides: list[str | None]) -> dict[str, str]:
    parties = sorted({side for side in sides if side})
    return {party: card.name for party, card in person_cards(tx, parties).items()} | organisation_names(tx, parties)
