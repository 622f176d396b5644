"""Questions that ask the same become one: offered to the asker before asking, and to the host in the queue."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, query, require_valid, text_in
from livefair.live import rules
from livefair.live.events_of_talk import QuestionsMerged, QuestionsParted
from livefair.live.models import QUESTION, QUESTION_VOTE
from livefair.live.on_air import on_air_for, show_on_air
from livefair.live.questions import Question, open_questions, question_called
from livefair.live.rooms import room_to_moderate
from livefair.live.rules.similar import ALIKE_LEAST, Gist, likeness, most_alike
from livefair.people import clean_line

COMPARED_MAX = 100
PAIRS_SHOWN = 5


class Part(NamedTuple):
    """A question that was made part of another."""

    id: str
    into_id: str
    text: str


class Pair(NamedTuple):
    """Two open questions that may be one: `kept` has more votes, or is older."""

    kept: Question
    other: Question


_VOTERS = query(str, select(QUESTION_VOTE.c.voter_id).where(QUESTION_VOTE.c.question_id == bindparam("question")))
_VOTES = query(
    int,
    select(func.count()).select_from(QUESTION_VOTE).where(QUESTION_VOTE.c.question_id == bindparam("question")),
)
_MERGE = change(
    update(QUESTION)
    .where(
        QUESTION.c.id == bindparam("question"),
        QUESTION.c.answered_at_ms.is_(None),
        QUESTION.c.dismissed_at_ms.is_(None),
        QUESTION.c.hidden_at_ms.is_(None),
    )
    .values(merged_into=bindparam("target"), dismissed_by=bindparam("who"), dismissed_at_ms=bindparam("now"))
)
_COUNTED = change(
    update(QUESTION)
    .where(
        QUESTION.c.id == bindparam("question"),
        QUESTION.c.answered_at_ms.is_(None),
        QUESTION.c.dismissed_at_ms.is_(None),
        QUESTION.c.hidden_at_ms.is_(None),
    )
    .values(votes=bindparam("all_votes"))
)


_PARTS = query(
    Part,
    select(QUESTION.c.id, QUESTION.c.merged_into, QUESTION.c.text)
    .where(text_in(QUESTION.c.merged_into, "ids"), QUESTION.c.hidden_at_ms.is_(None))
    .order_by(QUESTION.c.dismissed_at_ms, QUESTION.c.id)
    .limit(200),
)
_MERGED_INTO = query(str, select(QUESTION.c.merged_into).where(QUESTION.c.id == bindparam("question")))
_PART = change(
    update(QUESTION)
    .where(QUESTION.c.id == bindparam("question"), QUESTION.c.merged_into.is_not(None))
    .values(merged_into=None, dismissed_by=None, dismissed_at_ms=None)
)
_RETURN_VOTES = change(
    delete(QUESTION_VOTE).where(
        QUESTION_VOTE.c.question_id == bindparam("question"), QUESTION_VOTE.c.merged_from == bindparam("part")
    )
)
_RECOUNT = change(update(QUESTION).where(QUESTION.c.id == bindparam("question")).values(votes=bindparam("all_votes")))


def waiting_beside(tx: ReadTx, actor: Actor, room_id: str, *, text: str) -> list[Question]:
    """The open questions that this text may ask again; none where the very same is asked: that is a vote."""
    show = on_air_for(tx, actor, room_id).show
    words = clean_line(text, limit=rules.QUESTION_CHARS_MAX, field="text")
    waiting = open_questions(tx, show.id, most=COMPARED_MAX)
    return [] if any(rules.gist(question.text) == rules.gist(words) for question in waiting) else waiting


def similar_among(gist: Gist, waiting: Sequence[tuple[Question, Gist]]) -> list[Question]:
    """Those that ask the same, the most alike first."""
    questions = {question.id: question for question, _ in waiting}
    return [questions[found] for found in most_alike(gist, {question.id: theirs for question, theirs in waiting})]


def pairs_among(compared: Sequence[tuple[Question, Gist]]) -> list[Pair]:
    """Which of these open questions, most wanted first, ask the same; the most alike first, each question once."""
    scored = [
        (likeness(gist, theirs), place, Pair(kept, other))
        for place, (kept, gist) in enumerate(compared)
        for other, theirs in compared[place + 1 :]
    ]
    found: list[Pair] = []
    for score, _, pair in sorted(scored, key=lambda one: (-one[0], one[1])):
        taken = {question.id for each in found for question in each}
        if score < ALIKE_LEAST or len(found) >= PAIRS_SHOWN:
            break
        if not taken & {pair.kept.id, pair.other.id}:
            found.append(pair)
    return found


def compared_in_room(tx: ReadTx, room_id: str) -> list[Question]:
    """What waits in the queue of the show on air. For whoever looks after it."""
    show = show_on_air(tx, room_id)
    return open_questions(tx, show.id, most=COMPARED_MAX) if show else []


def merge_questions(tx: WriteTx, actor: Actor, question_id: str, *, into_id: str) -> Question:
    """Make a question part of another of its show; whoever voted for both counts once. Conflict question_closed."""
    question, kept = question_called(tx, question_id), question_called(tx, into_id)
    room_to_moderate(tx, actor, question.room_id)
    require_valid(question.show_id == kept.show_id and question.id != kept.id, "not_the_same_show", field="into")
    if not tx.change(_MERGE, question=question.id, target=kept.id, who=actor.id, now=tx.now_ms):
        raise Conflict("question_closed")
    for voter_id in tx.all(_VOTERS, question=question.id):
        tx.insert_new(QUESTION_VOTE, question_id=kept.id, voter_id=voter_id, at_ms=tx.now_ms, merged_from=question.id)
    votes = tx.value(_VOTES, question=kept.id)
    if not tx.change(_COUNTED, question=kept.id, all_votes=votes):
        raise Conflict("question_closed")
    tx.announce(
        QuestionsMerged(
            room_id=kept.room_id,
            show_id=kept.show_id,
            question_id=question.id,
            into_id=kept.id,
            merged_by=actor.id,
            votes=votes,
        )
    )
    return kept._replace(votes=votes)


def part_questions(tx: WriteTx, actor: Actor, question_id: str) -> Question:
    """They ask different things after all: it waits for itself again, with the votes it had.

    Conflict: not_merged; merged_further, while the other question is itself part of a third that has these votes.
    """
    question = question_called(tx, question_id)
    room_to_moderate(tx, actor, question.room_id)
    into_id = tx.one(_MERGED_INTO, question=question_id)
    if into_id is not None and tx.one(_MERGED_INTO, question=into_id) is not None:
        raise Conflict("merged_further")
    if into_id is None or not tx.change(_PART, question=question_id):
        raise Conflict("not_merged")
    tx.change(_RETURN_VOTES, question=into_id, part=question_id)
    votes = tx.value(_VOTES, question=into_id)
    tx.change(_RECOUNT, question=into_id, all_votes=votes)
    tx.announce(
        QuestionsParted(
            room_id=question.room_id,
            show_id=question.show_id,
            question_id=question_id,
            from_id=into_id,
            parted_by=actor.id,
            votes=votes,
        )
    )
    return question_called(tx, question_id)


def parts_of(tx: ReadTx, question_ids: list[str]) -> dict[str, list[Part]]:
    """Question → those that were made part of it, oldest first."""
    found: dict[str, list[Part]] = {}
    for part in tx.all(_PARTS, ids=question_ids) if question_ids else []:
        found.setdefault(part.into_id, []).append(part)
    return found
