"""What a person does with a question: sees it, answers or skips it, reads their answers, deletes all of them."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid
from livefair.people.consents import has_consented
from livefair.value.events import SurveyAnswered, SurveyAnswersDeleted, SurveySkipped
from livefair.value.models import SURVEY_ANSWER, SURVEY_INVITATION
from livefair.value.rules.surveys import HIGHEST, LOWEST
from livefair.value.surveys.bank import Item, items_by_id

ANSWERS_SHOWN = 200


class Question(NamedTuple):
    """An invitation that waits for an answer."""

    id: str
    survey_id: str
    items: list[Item]
    seen_at_ms: int | None


class MyAnswer(NamedTuple):
    item: Item | None
    value: int
    answered_at_ms: int


def _asked(id_: str, survey_id: str, items: str, seen_at_ms: int | None) -> Question:
    return Question(
        id_, survey_id, [items_by_id()[item] for item in items.split() if item in items_by_id()], seen_at_ms
    )


def _answered(item_id: str, value: int, answered_at_ms: int) -> MyAnswer:
    return MyAnswer(items_by_id().get(item_id), value, answered_at_ms)


_waits = (
    SURVEY_INVITATION.c.person_id == bindparam("person"),
    SURVEY_INVITATION.c.until_ms > bindparam("now"),
    SURVEY_INVITATION.c.answered_at_ms.is_(None),
    SURVEY_INVITATION.c.skipped_at_ms.is_(None),
)
_OPEN = query(
    _asked,
    select(*(SURVEY_INVITATION.c[name] for name in Question._fields))
    .where(*_waits)
    .order_by(SURVEY_INVITATION.c.invited_at_ms, SURVEY_INVITATION.c.id)
    .limit(1),
)
_MINE = query(
    _answered,
    select(SURVEY_ANSWER.c.item_id, SURVEY_ANSWER.c.value, SURVEY_ANSWER.c.answered_at_ms)
    .where(SURVEY_ANSWER.c.person_id == bindparam("person"))
    .order_by(SURVEY_ANSWER.c.answered_at_ms.desc(), SURVEY_ANSWER.c.item_id)
    .limit(ANSWERS_SHOWN),
)
_OWN = query(
    _asked,
    select(*(SURVEY_INVITATION.c[name] for name in Question._fields)).where(
        SURVEY_INVITATION.c.id == bindparam("invitation"), SURVEY_INVITATION.c.person_id == bindparam("person")
    ),
)
_waiting = update(SURVEY_INVITATION).where(SURVEY_INVITATION.c.id == bindparam("invitation"), *_waits)
_SEE = change(
    update(SURVEY_INVITATION)
    .where(SURVEY_INVITATION.c.id == bindparam("invitation"), SURVEY_INVITATION.c.seen_at_ms.is_(None))
    .values(seen_at_ms=bindparam("now"))
)
_ANSWER = change(_waiting.values(answered_at_ms=bindparam("at")))
_SKIP = change(_waiting.values(skipped_at_ms=bindparam("at")))
_DELETE = change(delete(SURVEY_ANSWER).where(SURVEY_ANSWER.c.person_id == bindparam("person")))


def my_question(tx: ReadTx, actor: Actor) -> Question | None:
    """What waits to be asked; nothing for who did not agree to it, or does so no more."""
    if actor.is_guest:
        return None
    found = tx.one(_OPEN, person=actor.id, now=tx.now_ms)
    return found if found is not None and has_consented(tx, actor.id, "surveys") else None


def see_question(tx: WriteTx, actor: Actor, invitation_id: str) -> None:
    """It was on their screen: who never saw a question has not declined it."""
    tx.change(_SEE, invitation=_own(tx, actor, invitation_id).id, now=tx.now_ms)


def answer_question(
    tx: WriteTx, actor: Actor, invitation_id: str, values: dict[str, int], *, locale: str = "zh"
) -> None:
    """Some of its items or all, each from 1 to 7. Invalid answer_needed, unknown_item, out_of_range; Conflict
    question_over, also for who does not agree any more: nothing of theirs is kept."""
    found = _own(tx, actor, invitation_id)
    require_valid(bool(values), "answer_needed", field="form")
    require_valid(set(values) <= {item.id for item in found.items}, "unknown_item", field="form")
    require_valid(all(LOWEST <= value <= HIGHEST for value in values.values()), "out_of_range", field="form")
    agrees = has_consented(tx, actor.id, "surveys")
    if not agrees or not tx.change(_ANSWER, invitation=found.id, person=actor.id, now=tx.now_ms, at=tx.now_ms):
        raise Conflict("question_over")
    see_question(tx, actor, found.id)
    for item, value in sorted(values.items()):
        tx.insert(
            SURVEY_ANSWER,
            invitation_id=found.id,
            item_id=item,
            person_id=actor.id,
            value=value,
            locale="zh" if locale == "zh" else "en",
            answered_at_ms=tx.now_ms,
        )
    tx.announce(SurveyAnswered(invitation_id=found.id, survey_id=found.survey_id, person_id=actor.id))


def skip_question(tx: WriteTx, actor: Actor, invitation_id: str) -> None:
    """Rather not, this time. Conflict question_over."""
    found = _own(tx, actor, invitation_id)
    if not tx.change(_SKIP, invitation=found.id, person=actor.id, now=tx.now_ms, at=tx.now_ms):
        raise Conflict("question_over")
    see_question(tx, actor, found.id)
    tx.announce(SurveySkipped(invitation_id=found.id, survey_id=found.survey_id, person_id=actor.id))


def my_answers(tx: ReadTx, actor: Actor) -> list[MyAnswer]:
    """Newest first."""
    return tx.all(_MINE, person=actor.id)


def delete_my_answers(tx: WriteTx, actor: Actor) -> int:
    """All of them, for good; how many there were."""
    require(not actor.is_guest, "sign_in_first")
    count = tx.change(_DELETE, person=actor.id)
    if count:
        tx.announce(SurveyAnswersDeleted(person_id=actor.id, answers=count))
    return count


def _own(tx: ReadTx, actor: Actor, invitation_id: str) -> Question:
    return tx.one(_OWN, invitation=invitation_id, person=actor.id) or not_found("question")
