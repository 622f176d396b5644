"""What is written down of contested lines of statements, and who may read it."""

from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from livefair.kernel import Actor, Conflict, NotFound, ReadTx, not_found, query, require
from livefair.value.models import CONTEST
from livefair.value.rules import contests as rules
from livefair.value.shares import Share, SharedLine, require_line, shares_of

SHOWN_MAX = 100


class Contest(NamedTuple):
    """`counterpart` None is the house. `granted_minor` moves when the line is released, or at once if it was; refunds
    have taken back `taken_back_minor` of it.
    """

    id: str
    line_id: str
    order_id: str
    party: str
    counterpart: str | None
    currency: str
    asked_minor: int
    words: str
    opened_by: str
    opened_at_ms: int
    due_at_ms: int
    let_go_at_ms: int | None
    reply: str | None
    replied_at_ms: int | None
    outcome: str | None
    granted_minor: int
    taken_back_minor: int
    answer: str | None
    answered_by: str | None
    ended_at_ms: int | None


class Subject(NamedTuple):
    """What can be contested: the line, whose share it is, what all its shares of it come to, and who else has most."""

    line: SharedLine
    party: str
    share_minor: int
    counterpart: str | None
    most_minor: int


_COLUMNS = [CONTEST.c[name] for name in Contest._fields]
_open = CONTEST.c.ended_at_ms.is_(None)
_ONE = query(Contest, select(*_COLUMNS).where(CONTEST.c.id == bindparam("one")))
_MINE = query(
    Contest,
    select(*_COLUMNS)
    .where(
        or_(
            CONTEST.c.party.in_([bindparam("person"), bindparam("organisation")]),
            CONTEST.c.counterpart.in_([bindparam("person"), bindparam("organisation")]),
        )
    )
    .order_by(CONTEST.c.id.desc())
    .limit(SHOWN_MAX),
)
# What waits comes first, the oldest of it on top.
_ALL = query(
    Contest, select(*_COLUMNS).order_by(_open.desc(), CONTEST.c.ended_at_ms.desc(), CONTEST.c.id).limit(SHOWN_MAX)
)
_CONTESTED = query(str, select(CONTEST.c.line_id).where(CONTEST.c.party == bindparam("whose")).limit(5_000))
_OF_LINE = query(
    Contest, select(*_COLUMNS).where(CONTEST.c.line_id == bindparam("line")).order_by(CONTEST.c.id).limit(50)
)


def subject_for(tx: ReadTx, actor: Actor, line_id: str) -> Subject:
    """A line in which this actor, or the organisation that they act for, has a share. NotFound otherwise."""
    try:
        line = require_line(tx, line_id)
    except Conflict:
        raise NotFound("not_found", what="line") from None
    shares, parties = shares_of(tx, line_id), parties_of(actor)
    party = next((share.party for share in shares if share.party in parties), None) or not_found("line")
    counterpart = rules.counterpart_of([(share.role, share.party) for share in shares], party)
    return Subject(
        line=line,
        party=party,
        share_minor=_outstanding(shares, party),
        counterpart=counterpart,
        most_minor=_outstanding(shares, counterpart),
    )


def contest_for(tx: ReadTx, actor: Actor, contest_id: str) -> Contest:
    """For both sides and for operators."""
    found = contest_called(tx, contest_id)
    if not parties_of(actor) & {found.party, found.counterpart} and not actor.has("operator"):
        not_found("contest")
    return found


def contest_called(tx: ReadTx, contest_id: str) -> Contest:
    return tx.one(_ONE, one=contest_id) or not_found("contest")


def my_contests(tx: ReadTx, actor: Actor) -> list[Contest]:
    """Those of mine and those against me, newest first."""
    require(not actor.is_guest, "sign_in_first")
    return tx.all(_MINE, person=actor.id, organisation=actor.organisation_id or actor.id)


def all_contests(tx: ReadTx, actor: Actor) -> list[Contest]:
    require(actor.has("operator"), "operators_only")
    return tx.all(_ALL)


def contested_lines(tx: ReadTx, party: str) -> set[str]:
    """Lines that a party has contested; for callers who have checked whose they are."""
    return set(tx.all(_CONTESTED, whose=party))


def contests_of_line(tx: ReadTx, line_id: str) -> list[Contest]:
    return tx.all(_OF_LINE, line=line_id)


def parties_of(actor: Actor) -> set[str]:
    return {party for party in (actor.id, actor.organisation_id) if party and not actor.is_guest}


def _outstanding(shares: list[Share], party: str | None) -> int:
    """Of one party, or of the house."""
    return sum(share.outstanding_minor for share in shares if share.party == party)
