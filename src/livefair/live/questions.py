"""Questions: asked once, voted for once by each, answered or dismissed once."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select, update

from livefair.kernel import Actor, Conflict, ReadTx, TooMany, WriteTx, change, not_found, query, require, text_in
from livefair.live import rules
from livefair.live.chat import require_voice
from livefair.live.events import (
    QuestionAnswered,
    QuestionAsked,
    QuestionDismissed,
    QuestionHidden,
    QuestionRestored,
    QuestionVoted,
)
from livefair.live.models import QUESTION, QUESTION_VOTE
from livefair.live.on_air import OnAir, Show, on_air_for, show_for
from livefair.live.pins import current_pin
from livefair.live.rooms import Room, room_to_moderate
from livefair.people import clean_line, clean_text, in_sight


class Question(NamedTuple):
    id: str
    room_id: str
    show_id: str
    asker_id: str
    product_id: str | None
    text: str
    votes: int
    asked_at_ms: int
    answer: str | None
    answered_at_ms: int | None
    dismissed_at_ms: int | None
    hidden_at_ms: int | None

    @property
    def is_open(self) -> bool:
        return self.answered_at_ms is None and self.dismissed_at_ms is None and self.hidden_at_ms is None


_COLUMNS = [getattr(QUESTION.c, field) for field in Question._fields]
_shown = QUESTION.c.hidden_at_ms.is_(None)
_met = and_(_shown, in_sight(QUESTION.c.asker_id))
_open = (QUESTION.c.answered_at_ms.is_(None), QUESTION.c.dismissed_at_ms.is_(None), _shown)
_ONE = query(Question, select(*_COLUMNS).where(QUESTION.c.id == bindparam("question")))
_SAME = query(
    Question, select(*_COLUMNS).where(QUESTION.c.show_id == bindparam("show"), QUESTION.c.gist == bindparam("the_gist"))
)
_OPEN_OF = query(
    int,
    select(func.count())
    .select_from(QUESTION)
    .where(QUESTION.c.show_id == bindparam("show"), QUESTION.c.asker_id == bindparam("who"), *_open),
)
_ASKED_BY = query(
    int,
    select(func.count()).select_from(QUESTION).where(QUESTION.c.asker_id == bindparam("who"), _shown),
)
_COUNT = query(int, select(func.count()).select_from(QUESTION).where(QUESTION.c.show_id == bindparam("show")))
_QUEUE = query(
    Question,
    select(*_COLUMNS)
    .where(QUESTION.c.show_id == bindparam("show"), *_open, _met)
    .order_by(QUESTION.c.votes.desc(), QUESTION.c.asked_at_ms, QUESTION.c.id)
    .limit(bindparam("most")),
)
_ANSWERED = query(
    Question,
    select(*_COLUMNS)
    .where(QUESTION.c.show_id == bindparam("show"), QUESTION.c.answered_at_ms.is_not(None), _met)
    .order_by(QUESTION.c.answered_at_ms)
    .limit(bindparam("most")),
)
_ABOUT = query(
    Question,
    select(*_COLUMNS)
    .where(QUESTION.c.product_id == bindparam("product"), QUESTION.c.answered_at_ms.is_not(None), _met)
    .order_by(QUESTION.c.votes.desc(), QUESTION.c.answered_at_ms.desc())
    .limit(bindparam("most")),
)
_VOTE = change(
    update(QUESTION).where(QUESTION.c.id == bindparam("question"), *_open).values(votes=QUESTION.c.votes + 1)
)
_ANSWER = change(
    update(QUESTION)
    .where(QUESTION.c.id == bindparam("question"), *_open)
    .values(answer=bindparam("words"), answered_by=bindparam("who"), answered_at_ms=bindparam("now"))
)
_DISMISS = change(
    update(QUESTION)
    .where(QUESTION.c.id == bindparam("question"), *_open)
    .values(dismissed_by=bindparam("who"), dismissed_at_ms=bindparam("now"))
)
_HIDE = change(
    update(QUESTION).where(QUESTION.c.id == bindparam("question"), _shown).values(hidden_at_ms=bindparam("now"))
)
_RESTORE = change(
    update(QUESTION)
    .where(QUESTION.c.id == bindparam("question"), QUESTION.c.hidden_at_ms.is_not(None))
    .values(hidden_at_ms=None)
)
# It came with a question that was merged; now it is meant for this one, and stays when the two part.
_OWN_VOTE = change(
    update(QUESTION_VOTE)
    .where(QUESTION_VOTE.c.question_id == bindparam("question"), QUESTION_VOTE.c.voter_id == bindparam("who"))
    .values(merged_from=None)
)
_VOTED = query(
    str,
    select(QUESTION_VOTE.c.question_id).where(
        QUESTION_VOTE.c.voter_id == bindparam("who"), text_in(QUESTION_VOTE.c.question_id, "ids")
    ),
)
_MISCOUNTED = query(
    str,
    select(QUESTION.c.id).where(
        QUESTION.c.votes
        != select(func.count())
        .where(QUESTION_VOTE.c.question_id == QUESTION.c.id)
        .correlate(QUESTION)
        .scalar_subquery()
    ),
)


def asked_by(tx: ReadTx, person_id: str) -> int:
    """How many questions somebody has asked that are still shown."""
    return tx.value(_ASKED_BY, who=person_id)


def ask(tx: WriteTx, actor: Actor, room_id: str, *, text: str) -> Question:
    """Put a question to the host. What somebody has asked already gets this actor's vote instead."""
    found = on_air_for(tx, actor, room_id)
    require_voice(tx, actor, room_id)
    words = clean_line(text, limit=rules.QUESTION_CHARS_MAX, field="text")
    same = tx.one(_SAME, show=found.show.id, the_gist=rules.gist(words))
    if same is not None:
        return _vote_again(tx, actor, same)
    if tx.value(_OPEN_OF, show=found.show.id, who=actor.id) >= rules.OPEN_QUESTIONS_PER_VIEWER_MAX:
        raise TooMany("too_many_questions", limit=rules.OPEN_QUESTIONS_PER_VIEWER_MAX)
    if tx.value(_COUNT, show=found.show.id) >= rules.QUESTIONS_PER_SHOW_MAX:
        raise TooMany("too_many_questions", limit=rules.QUESTIONS_PER_SHOW_MAX)
    return _put(tx, actor, found, words)


def vote(tx: WriteTx, actor: Actor, question_id: str) -> Question:
    """Want the answer too. Once per person: a second time changes nothing. Conflict question_closed."""
    question, _, _ = _question_for(tx, actor, question_id)
    require_voice(tx, actor, question.room_id)
    if not question.is_open:
        raise Conflict("question_closed")
    return _vote_again(tx, actor, question)


def answer(tx: WriteTx, actor: Actor, question_id: str, *, text: str) -> Question:
    """Answer, once and for all; the moment is where the replay jumps to. Conflict question_closed."""
    _, _, room = _question_for(tx, actor, question_id)
    require(rules.may_run(actor, room), "not_your_room")
    return answer_as(tx, actor, question_id, text=text)


def answer_as(tx: WriteTx, actor: Actor, question_id: str, *, text: str) -> Question:
    """For use cases that have checked who may."""
    question, show, room = _question_for(tx, actor, question_id)
    words = clean_text(text, limit=rules.ANSWER_CHARS_MAX, field="text")
    if not tx.change(_ANSWER, question=question_id, words=words, who=actor.id, now=tx.now_ms):
        raise Conflict("question_closed")
    tx.announce(
        QuestionAnswered(
            room_id=room.id,
            show_id=show.id,
            question_id=question_id,
            asker_id=question.asker_id,
            product_id=question.product_id,
            answered_by=actor.id,
            waited_ms=tx.now_ms - question.asked_at_ms,
            offset_ms=rules.offset_ms(tx.now_ms, from_at_ms=show.started_at_ms or tx.now_ms),
        )
    )
    return question._replace(answer=words, answered_at_ms=tx.now_ms)


def dismiss(tx: WriteTx, actor: Actor, question_id: str) -> None:
    """Put a question aside without an answer. Conflict question_closed."""
    question, _, _ = _question_for(tx, actor, question_id)
    room_to_moderate(tx, actor, question.room_id)
    if not tx.change(_DISMISS, question=question_id, who=actor.id, now=tx.now_ms):
        raise Conflict("question_closed")
    tx.announce(QuestionDismissed(room_id=question.room_id, show_id=question.show_id, question_id=question_id))


def hide_question(tx: WriteTx, actor: Actor, question_id: str) -> None:
    """Take it out of the queue, the replay and the product page. Its asker may, and whoever moderates."""
    question, _, _ = _question_for(tx, actor, question_id)
    if question.asker_id != actor.id:
        room_to_moderate(tx, actor, question.room_id)
    if tx.change(_HIDE, question=question_id, now=tx.now_ms):
        tx.announce(QuestionHidden(room_id=question.room_id, question_id=question_id))


def restore_question(tx: WriteTx, actor: Actor, question_id: str) -> None:
    question, _, _ = _question_for(tx, actor, question_id)
    room_to_moderate(tx, actor, question.room_id)
    if not tx.change(_RESTORE, question=question_id):
        raise Conflict("not_hidden")
    tx.announce(QuestionRestored(room_id=question.room_id, question_id=question_id))


def question_called(tx: ReadTx, question_id: str) -> Question:
    return tx.one(_ONE, question=question_id) or not_found("question")


def open_questions(tx: ReadTx, show_id: str, *, most: int = 50) -> list[Question]:
    """Those that wait for an answer, most wanted first."""
    return tx.all(_QUEUE, show=show_id, most=min(most, 200))


def answered_questions(tx: ReadTx, show_id: str, *, most: int = 200) -> list[Question]:
    return tx.all(_ANSWERED, show=show_id, most=min(most, 500))


def answers_about(tx: ReadTx, product_id: str, *, most: int = 10) -> list[Question]:
    """For the product's page: what was asked in rooms while it was pinned, and answered."""
    return tx.all(_ABOUT, product=product_id, most=min(most, 50))


def votes_of(tx: ReadTx, actor: Actor, ids: list[str]) -> frozenset[str]:
    """Which of these questions this person wants answered too."""
    return frozenset() if actor.is_guest or not ids else frozenset(tx.all(_VOTED, who=actor.id, ids=ids))


def miscounted_votes(tx: ReadTx) -> list[str]:
    """Questions that count other votes than were given: none, if all is well."""
    return tx.all(_MISCOUNTED)


def _put(tx: WriteTx, actor: Actor, found: OnAir, words: str) -> Question:
    pinned = current_pin(tx, found.show.id)
    product_id = pinned.product_id if pinned else None
    question = Question(
        id=tx.new_id(),
        room_id=found.room.id,
        show_id=found.show.id,
        asker_id=actor.id,
        product_id=product_id,
        text=words,
        votes=1,
        asked_at_ms=tx.now_ms,
        answer=None,
        answered_at_ms=None,
        dismissed_at_ms=None,
        hidden_at_ms=None,
    )
    if not tx.insert_new(QUESTION, **question._asdict(), gist=rules.gist(words)):
        raise Conflict("asked_already")  # the same words at the same moment on another lane
    tx.insert(QUESTION_VOTE, question_id=question.id, voter_id=actor.id, at_ms=tx.now_ms)
    tx.announce(
        QuestionAsked(
            room_id=question.room_id,
            show_id=question.show_id,
            question_id=question.id,
            asker_id=actor.id,
            product_id=product_id,
        )
    )
    return question


def _vote_again(tx: WriteTx, actor: Actor, question: Question) -> Question:
    if not question.is_open:
        return question
    if not tx.insert_new(QUESTION_VOTE, question_id=question.id, voter_id=actor.id, at_ms=tx.now_ms):
        tx.apply(_OWN_VOTE, question=question.id, who=actor.id)
        return question
    if not tx.change(_VOTE, question=question.id):
        raise Conflict("question_closed")
    question = question_called(tx, question.id)
    tx.announce(
        QuestionVoted(
            room_id=question.room_id,
            show_id=question.show_id,
            question_id=question.id,
            voter_id=actor.id,
            votes=question.votes,
        )
    )
    return question


def _question_for(tx: ReadTx, actor: Actor, question_id: str) -> tuple[Question, Show, Room]:
    question = question_called(tx, question_id)
    show, room = show_for(tx, actor, question.show_id)
    return question, show, room
