"""Standing behind an idea: once per person. Enough of them oblige the brand to answer in time."""

from sqlalchemy import bindparam, delete, func, select, update

from livefair.community.events import IdeaLeftUnanswered, IdeaNeedsAnswer, IdeaSupported
from livefair.community.ideas import CARD, Idea, idea_for, require_account
from livefair.community.models import IDEA, IDEA_CREDIT, IDEA_SUPPORT
from livefair.community.rules import ideas as idea_rules
from livefair.content.cards import set_endorsements
from livefair.governance.idea_policy import idea_policy
from livefair.kernel import DAY_MS, SYSTEM, Actor, Conflict, ReadTx, WriteTx, change, job, query, require
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.people.organisations import members_of

_SUPPORTS = query(
    str,
    select(IDEA_SUPPORT.c.idea_id).where(
        IDEA_SUPPORT.c.idea_id == bindparam("idea"), IDEA_SUPPORT.c.person_id == bindparam("who")
    ),
)
_CREDITED = query(
    str,
    select(IDEA_CREDIT.c.person_id).where(
        IDEA_CREDIT.c.idea_id == bindparam("idea"), IDEA_CREDIT.c.person_id == bindparam("who")
    ),
)
_WITHDRAW = change(
    delete(IDEA_SUPPORT).where(
        IDEA_SUPPORT.c.idea_id == bindparam("idea"), IDEA_SUPPORT.c.person_id == bindparam("who")
    )
)
_count = select(func.count()).where(IDEA_SUPPORT.c.idea_id == IDEA.c.id).correlate(IDEA).scalar_subquery()
_RECOUNT = change(update(IDEA).where(IDEA.c.id == bindparam("idea")).values(supporters=_count))
_SUPPORTERS = query(int, select(IDEA.c.supporters).where(IDEA.c.id == bindparam("idea")))
_FALL_DUE = change(
    update(IDEA)
    .where(IDEA.c.id == bindparam("idea"), IDEA.c.state == "open")
    .values(state="due", due_at_ms=bindparam("due"))
)
_OVERDUE = query(
    Idea,
    select(*(IDEA.c[field] for field in Idea._fields)).where(
        IDEA.c.id == bindparam("idea"), IDEA.c.state == "due", IDEA.c.due_at_ms <= bindparam("now")
    ),
)


def support_idea(tx: WriteTx, actor: Actor, idea_id: str) -> int:
    """Stand behind an idea; doing it again changes nothing. Returns how many do.

    Forbidden own_idea for whoever shares its credit, brands_own for the brand's people. Conflict idea_closed.
    """
    require_account(tx, actor)
    idea = idea_for(tx, actor, idea_id)
    require(tx.one(_CREDITED, idea=idea.id, who=actor.id) is None, "own_idea")
    require(actor.organisation_id != idea.brand_id, "brands_own_idea")
    if not idea.gathers(tx.now_ms):
        raise Conflict("idea_closed")
    if not tx.insert_new(IDEA_SUPPORT, idea_id=idea.id, person_id=actor.id, at_ms=tx.now_ms):
        return idea.supporters
    supporters = recount(tx, idea.id)
    tx.announce(
        IdeaSupported(
            idea_id=idea.id,
            person_id=actor.id,
            author_id=idea.author_id,
            brand_id=idea.brand_id,
            supporters=supporters,
        )
    )
    ask_brand_if_needed(tx, idea, supporters)
    return supporters


def withdraw_support(tx: WriteTx, actor: Actor, idea_id: str) -> int:
    """Stand behind it no more; a brand that must answer must still. Returns how many still do."""
    idea = idea_for(tx, actor, idea_id)
    if not idea.gathers(tx.now_ms):
        raise Conflict("idea_closed")
    tx.change(_WITHDRAW, idea=idea.id, who=actor.id)
    return recount(tx, idea.id)


def is_supported_by(tx: ReadTx, idea_id: str, person_id: str) -> bool:
    return tx.one(_SUPPORTS, idea=idea_id, who=person_id) is not None


def recount(tx: WriteTx, idea_id: str) -> int:
    tx.change(_RECOUNT, idea=idea_id)
    supporters = tx.value(_SUPPORTERS, idea=idea_id)
    set_endorsements(tx, SYSTEM, CARD, idea_id, supporters)
    return supporters


def ask_brand_if_needed(tx: WriteTx, idea: Idea, supporters: int) -> None:
    """The support that the rules ask for is there: from now on the brand's time runs."""
    knobs = idea_policy(tx).knobs
    due_at_ms = tx.now_ms + knobs.answer_days * DAY_MS
    if not idea_rules.is_needed(supporters, knobs.supporters_needed):
        return
    if not tx.change(_FALL_DUE, idea=idea.id, due=due_at_ms):
        return
    tx.announce(IdeaNeedsAnswer(idea_id=idea.id, brand_id=idea.brand_id, supporters=supporters, due_at_ms=due_at_ms))
    tx.later(mark_unanswered, after_ms=due_at_ms - tx.now_ms, key=f"idea_due:{idea.id}", idea_id=idea.id)
    tell_brand(tx, idea, "idea_needs_answer")


@job
def mark_unanswered(tx: WriteTx, actor: Actor, *, idea_id: str) -> None:
    """The brand's time is over. It may still answer; everybody sees that it has not."""
    idea = tx.one(_OVERDUE, idea=idea_id, now=tx.now_ms)
    if idea is not None and idea.due_at_ms is not None:
        tx.announce(IdeaLeftUnanswered(idea_id=idea.id, brand_id=idea.brand_id, due_at_ms=idea.due_at_ms))
        tell_brand(tx, idea, "idea_unanswered")


def tell_brand(tx: WriteTx, idea: Idea, code: str) -> None:
    note = DeviceNote(code, {"title": idea.title}, f"/desk/ideas/{idea.id}", f"idea:{idea.id}")
    for member in members_of(tx, idea.brand_id):
        leave_note(tx, SYSTEM, member.person_id, note)
