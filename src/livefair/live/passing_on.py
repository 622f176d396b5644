"""What a host cannot answer goes to the brand (协调顾企关系), with a time to answer in, and back to the room."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.catalog.queries import brand_of_product
from livefair.kernel import (
    HOUR_MS,
    SYSTEM,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require_valid,
    text_in,
)
from livefair.live.events_of_passing_on import QuestionLeftByBrand, QuestionPassedOn
from livefair.live.models import QUESTION
from livefair.live.models.passing_on import PASSED_ON
from livefair.live.questions import answer_as, question_called
from livefair.live.rooms import room_to_run
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.people.organisations import members_of

ANSWER_MS = 24 * HOUR_MS
SHOWN_MAX = 100


class PassedOn(NamedTuple):
    question_id: str
    room_id: str
    show_id: str
    brand_id: str
    passed_at_ms: int
    due_at_ms: int
    answered_at_ms: int | None
    missed_at_ms: int | None

    @property
    def state(self) -> str:
        """waiting, answered (by the brand) or missed; a late answer is one."""
        return "answered" if self.answered_at_ms else "missed" if self.missed_at_ms else "waiting"


class ForBrand(NamedTuple):
    """A question as the brand reads it, while nobody has answered it."""

    question_id: str
    product_id: str
    text: str
    votes: int
    due_at_ms: int


_COLUMNS = [getattr(PASSED_ON.c, field) for field in PassedOn._fields]
_ONE = query(PassedOn, select(*_COLUMNS).where(PASSED_ON.c.question_id == bindparam("one")))
_AMONG = query(PassedOn, select(*_COLUMNS).where(text_in(PASSED_ON.c.question_id, "ids")))
_OPEN = (QUESTION.c.answered_at_ms.is_(None), QUESTION.c.dismissed_at_ms.is_(None), QUESTION.c.hidden_at_ms.is_(None))
_FOR_BRAND = query(
    ForBrand,
    select(QUESTION.c.id, QUESTION.c.product_id, QUESTION.c.text, QUESTION.c.votes, PASSED_ON.c.due_at_ms)
    .join_from(PASSED_ON, QUESTION, QUESTION.c.id == PASSED_ON.c.question_id)
    .where(PASSED_ON.c.brand_id == bindparam("brand"), *_OPEN)
    .order_by(PASSED_ON.c.due_at_ms, QUESTION.c.id)
    .limit(SHOWN_MAX),
)
_ANSWERED = change(
    update(PASSED_ON)
    .where(PASSED_ON.c.question_id == bindparam("one"), PASSED_ON.c.answered_at_ms.is_(None))
    .values(answered_by=bindparam("who"), answered_at_ms=bindparam("now"))
)
_MISSED = change(
    update(PASSED_ON)
    .where(
        PASSED_ON.c.question_id == bindparam("one"),
        PASSED_ON.c.answered_at_ms.is_(None),
        PASSED_ON.c.missed_at_ms.is_(None),
    )
    .values(missed_at_ms=bindparam("now"))
)


def pass_on(tx: WriteTx, actor: Actor, question_id: str) -> None:
    """Ask the brand whose product the question is about. Invalid no_brand_for_it; Conflict question_closed."""
    question = question_called(tx, question_id)
    room_to_run(tx, actor, question.room_id)
    if not question.is_open:
        raise Conflict("question_closed")
    require_valid(question.product_id is not None, "no_brand_for_it", field="question")
    brand_id = brand_of_product(tx, str(question.product_id))
    due_at_ms = tx.now_ms + ANSWER_MS
    is_new = tx.insert_new(
        PASSED_ON,
        question_id=question_id,
        room_id=question.room_id,
        show_id=question.show_id,
        brand_id=brand_id,
        passed_by=actor.id,
        passed_at_ms=tx.now_ms,
        due_at_ms=due_at_ms,
    )
    if not is_new:
        return
    tx.announce(
        QuestionPassedOn(
            room_id=question.room_id,
            show_id=question.show_id,
            question_id=question_id,
            brand_id=brand_id,
            due_at_ms=due_at_ms,
        )
    )
    tx.later(miss_answer, after_ms=ANSWER_MS, key=f"passed_on:{question_id}", question_id=question_id)
    note = DeviceNote("question_for_brand", {"title": question.text}, "/desk/live", f"question:{question_id}")
    for member in members_of(tx, brand_id):
        leave_note(tx, SYSTEM, member.person_id, note)


def answer_for_brand(tx: WriteTx, actor: Actor, question_id: str, *, text: str) -> None:
    """The brand's words go to the room, to the product's page and to whoever asked. Conflict question_closed."""
    passed = tx.one(_ONE, one=question_id)
    if passed is None or "brand" not in actor.roles or passed.brand_id != actor.organisation_id:
        not_found("question")
    require_valid(bool(text.strip()), "empty", field="answer")
    question = answer_as(tx, actor, question_id, text=text)
    tx.change(_ANSWERED, one=question_id, who=actor.id, now=tx.now_ms)
    where = f"/p/{question.product_id}"
    note = DeviceNote("question_answered_by_brand", {"title": question.text}, where, f"question:{question_id}")
    leave_note(tx, SYSTEM, question.asker_id, note)


@job
def miss_answer(tx: WriteTx, actor: Actor, *, question_id: str) -> None:
    """The brand's time is over. It may still answer; the host sees that it has not."""
    passed = tx.one(_ONE, one=question_id)
    if passed is None or not question_called(tx, question_id).is_open:
        return
    if tx.change(_MISSED, one=question_id, now=tx.now_ms):
        tx.announce(
            QuestionLeftByBrand(
                room_id=passed.room_id, show_id=passed.show_id, question_id=question_id, brand_id=passed.brand_id
            )
        )


def waiting_for_brand(tx: ReadTx, brand_id: str) -> list[ForBrand]:
    """The most urgent first."""
    return tx.all(_FOR_BRAND, brand=brand_id)


def passed_on_among(tx: ReadTx, question_ids: list[str]) -> dict[str, PassedOn]:
    return {row.question_id: row for row in tx.all(_AMONG, ids=question_ids)} if question_ids else {}
