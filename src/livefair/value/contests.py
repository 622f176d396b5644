"""A line of a statement contested: a party says what it lacks and why; the other side or an operator answers in words.

While it is open, what is asked for is set apart out of the other side's share of this very line. See contest_money.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import (
    Actor,
    Conflict,
    TooMany,
    WriteTx,
    change,
    job,
    query,
    require,
    require_valid,
)
from livefair.people import clean_text
from livefair.value.contest_book import (
    Contest,
    Subject,
    contest_called,
    contest_for,
    contests_of_line,
    parties_of,
    subject_for,
)
from livefair.value.contest_money import hold_for, let_go, settle
from livefair.value.contest_notes import tell_of_answer, tell_of_contest, tell_of_reply
from livefair.value.events import ContestAnswered, ContestReplied, LineContested
from livefair.value.models import CONTEST, SHARED_LINE
from livefair.value.payouts.payees import require_payee
from livefair.value.rules import contests as rules
from livefair.value.shares import require_line


class Objection(NamedTuple):
    """`asked_minor` is what is lacking, in words as well as in money."""

    line_id: str
    asked_minor: int
    words: str


class Answer(NamedTuple):
    """`outcome` is mended or stands; `granted_minor` counts for mended only."""

    outcome: str
    words: str
    granted_minor: int = 0


_open = CONTEST.c.ended_at_ms.is_(None)
_this = CONTEST.c.id == bindparam("one")
_OPEN_OF = query(int, select(func.count()).select_from(CONTEST).where(CONTEST.c.party == bindparam("whose"), _open))
_PLANNED_AT = query(int, select(SHARED_LINE.c.planned_at_ms).where(SHARED_LINE.c.line_id == bindparam("line")))
_REPLY = change(
    update(CONTEST)
    .where(_this, _open, CONTEST.c.reply.is_(None))
    .values(reply=bindparam("said"), replied_by=bindparam("who"), replied_at_ms=bindparam("now"))
)
_END = change(
    update(CONTEST)
    .where(_this, _open)
    .values(
        outcome=bindparam("how"),
        granted_minor=bindparam("minor"),
        answer=bindparam("said"),
        answered_by=bindparam("who"),
        ended_at_ms=bindparam("now"),
    )
)


def contest(tx: WriteTx, actor: Actor, objection: Objection) -> Contest:
    """Say that one's share of a line is not right, and what is lacking. One objection for each line.

    Refusals: not_found, empty, too_long, out_of_range; Conflict contested_already, contest_too_late; TooMany
    too_many_contests.
    """
    subject = subject_for(tx, actor, objection.line_id)
    words = _words(objection.words)
    require_valid(1 <= objection.asked_minor <= subject.most_minor, "out_of_range", field="asked")
    if not rules.may_contest(planned_at_ms=tx.value(_PLANNED_AT, line=subject.line.line_id), now_ms=tx.now_ms):
        raise Conflict("contest_too_late")
    if tx.value(_OPEN_OF, whose=subject.party) >= rules.OPEN_MAX:
        raise TooMany("too_many_contests", limit=rules.OPEN_MAX)
    found = _opened(tx, actor, subject, objection.asked_minor, words)
    _hold(tx, found)
    tx.announce(
        LineContested(
            contest_id=found.id,
            line_id=found.line_id,
            order_id=found.order_id,
            party=found.party,
            counterpart=found.counterpart,
            asked_minor=found.asked_minor,
            currency=found.currency,
        )
    )
    tell_of_contest(tx, found)
    return found


def reply(tx: WriteTx, actor: Actor, contest_id: str, *, words: str, agrees: bool = False) -> None:
    """The other side's word, once; who agrees gives all that was asked for, for an organisation only its owner.

    Conflict: replied_already, contest_over, contest_not_covered.
    """
    found = contest_for(tx, actor, contest_id)
    require(found.counterpart is not None and found.counterpart in parties_of(actor), "not_the_other_side")
    if agrees:
        require_payee(tx, actor, found.counterpart or "")
    said = _words(words)
    if not tx.change(_REPLY, one=contest_id, said=said, who=actor.id, now=tx.now_ms):
        raise Conflict("contest_over" if found.ended_at_ms is not None else "replied_already")
    tx.announce(ContestReplied(contest_id=contest_id, line_id=found.line_id, replied_by=actor.id, agrees=agrees))
    if agrees:
        _end(tx, actor, found, Answer("mended", said, found.asked_minor))
    else:
        tell_of_reply(tx, found)


def answer(tx: WriteTx, actor: Actor, contest_id: str, decision: Answer) -> None:
    """An operator who is on neither side ends it, in words. Refusals: operators_only, unknown_kind, out_of_range,
    empty; Conflict contest_over, contest_not_covered.
    """
    found = contest_called(tx, contest_id)
    sides = (found.party, found.counterpart)
    require(actor.has("operator"), "operators_only")
    is_fair = rules.may_answer(is_operator=True, person_id=actor.id, organisation_id=actor.organisation_id, sides=sides)
    require(is_fair, "not_impartial")
    require_valid(decision.outcome in {"mended", "stands"}, "unknown_kind", field="outcome")
    granted = decision.granted_minor if decision.outcome == "mended" else 0
    least = 1 if decision.outcome == "mended" else 0
    require_valid(least <= granted <= found.asked_minor, "out_of_range", field="granted")
    _end(tx, actor, found, Answer(decision.outcome, _words(decision.words), granted))


def withdraw(tx: WriteTx, actor: Actor, contest_id: str) -> None:
    """It is not contested any more. Conflict contest_over."""
    found = contest_for(tx, actor, contest_id)
    require(found.party in parties_of(actor), "not_yours")
    _end(tx, actor, found, Answer("withdrawn", ""))


@job
def let_go_overdue(tx: WriteTx, actor: Actor, *, contest_id: str) -> None:
    """Nobody answered in time: the other side's money is its own again, and the objection goes on waiting."""
    let_go(tx, contest_called(tx, contest_id))


def contest_line_released(tx: WriteTx, line_id: str) -> None:
    """The shares of a line were handed over: what was granted moves now, what is open is set apart."""
    contests = contests_of_line(tx, line_id)
    for found in contests:
        if found.outcome == "mended":
            settle(tx, found, may_lack=True)
    for found in contests:
        if found.ended_at_ms is None:
            _hold(tx, found)


def _hold(tx: WriteTx, found: Contest) -> None:
    """Set apart from now on, and not for longer than it may be."""
    if hold_for(tx, found):
        tx.later(let_go_overdue, after_ms=rules.HELD_MS, key=f"contest:{found.id}", contest_id=found.id)


def _opened(tx: WriteTx, actor: Actor, subject: Subject, asked_minor: int, words: str) -> Contest:
    contest_id, line = tx.new_id(), subject.line
    is_new = tx.insert_new(
        CONTEST,
        id=contest_id,
        line_id=line.line_id,
        order_id=line.order_id,
        party=subject.party,
        counterpart=subject.counterpart,
        currency=line.currency,
        asked_minor=asked_minor,
        words=words,
        opened_by=actor.id,
        opened_at_ms=tx.now_ms,
        due_at_ms=tx.now_ms + rules.HELD_MS,
        granted_minor=0,
        taken_back_minor=0,
    )
    if not is_new:
        raise Conflict("contested_already")
    return contest_called(tx, contest_id)


def _end(tx: WriteTx, actor: Actor, found: Contest, decision: Answer) -> None:
    let_go(tx, found)
    ended = tx.change(
        _END,
        one=found.id,
        how=decision.outcome,
        minor=decision.granted_minor,
        said=decision.words,
        who=actor.id,
        now=tx.now_ms,
    )
    if not ended:
        raise Conflict("contest_over")
    found = contest_called(tx, found.id)
    if found.outcome == "mended" and require_line(tx, found.line_id).released_at_ms is not None:
        settle(tx, found)
    tx.announce(
        ContestAnswered(
            contest_id=found.id,
            line_id=found.line_id,
            party=found.party,
            counterpart=found.counterpart,
            outcome=decision.outcome,
            granted_minor=found.granted_minor,
            currency=found.currency,
            answered_by=actor.id,
        )
    )
    tell_of_answer(tx, found)


def _words(text: str) -> str:
    require_valid(bool(text.strip()), "empty", field="words")
    return clean_text(text, limit=rules.WORDS_MAX, field="words")
