"""Ideas that say the same become one: its supporters stand behind it together, and its authors share the credit."""

from sqlalchemy import bindparam, delete, func, select, update

from livefair.community.events import IdeaMerged
from livefair.community.idea_answers import tell_credited
from livefair.community.idea_support import ask_brand_if_needed, recount
from livefair.community.ideas import CARD, IDEA_COLUMNS, Idea, idea_for
from livefair.community.models import IDEA, IDEA_CREDIT, IDEA_SUPPORT
from livefair.community.rules import ideas as idea_rules
from livefair.community.rules import may_speak_for
from livefair.content import withdraw_card
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, query, require, require_valid, word_in

COMPARED_MAX = 100

_MERGED_AUTHORS = query(
    str, select(IDEA.c.author_id).where(IDEA.c.merged_into == bindparam("idea")).order_by(IDEA.c.published_at_ms)
)
_MERGED_COUNT = query(int, select(func.count()).select_from(IDEA).where(IDEA.c.merged_into == bindparam("idea")))
_MERGE = change(
    update(IDEA)
    .where(IDEA.c.id == bindparam("idea"), IDEA.c.state == "open")
    .values(state="merged", merged_into=bindparam("into"))
)
_BRING_ALONG = change(update(IDEA).where(IDEA.c.merged_into == bindparam("idea")).values(merged_into=bindparam("into")))
_SUPPORTERS = query(str, select(IDEA_SUPPORT.c.person_id).where(IDEA_SUPPORT.c.idea_id == bindparam("idea")))
_NO_CREDIT = change(delete(IDEA_CREDIT).where(IDEA_CREDIT.c.idea_id == bindparam("idea")))
_NOT_ONESELF = change(
    delete(IDEA_SUPPORT).where(
        IDEA_SUPPORT.c.idea_id == bindparam("idea"), IDEA_SUPPORT.c.person_id == bindparam("who")
    )
)
_GATHERING = query(
    Idea,
    select(*IDEA_COLUMNS)
    .where(
        IDEA.c.brand_id == bindparam("brand"),
        word_in(IDEA.c.state, *idea_rules.GATHERING),
        IDEA.c.withdrawn_at_ms.is_(None),
        IDEA.c.hidden_case_id.is_(None),
    )
    .order_by(IDEA.c.supporters.desc(), IDEA.c.id.desc())
    .limit(COMPARED_MAX),
)


def merge_ideas(tx: WriteTx, actor: Actor, idea_id: str, *, into_id: str) -> None:
    """Make an idea part of an older one of the same brand. By the brand's people or a moderator.

    Conflict: idea_closed unless both still gather support; too_many_merged.
    """
    idea, kept = idea_for(tx, actor, idea_id), idea_for(tx, actor, into_id)
    is_brand = may_speak_for(actor.organisation_id, kept.brand_id, actor.roles)
    require(is_brand or actor.has("moderator"), "brands_only")
    require_valid(idea.brand_id == kept.brand_id and idea.id != kept.id, "other_idea", field="into")
    # Whoever said it first keeps it: a brand cannot move an idea's credit to one that it likes better.
    require_valid(kept.published_at_ms <= idea.published_at_ms, "older_idea_first", field="into")
    if tx.value(_MERGED_COUNT, idea=kept.id) + tx.value(_MERGED_COUNT, idea=idea.id) >= idea_rules.MERGED_MAX:
        raise Conflict("too_many_merged", limit=idea_rules.MERGED_MAX)
    if not kept.gathers(tx.now_ms) or not tx.change(_MERGE, idea=idea.id, into=kept.id):
        raise Conflict("idea_closed")
    withdraw_card(tx, actor, CARD, idea.id)
    tx.change(_BRING_ALONG, idea=idea.id, into=kept.id)
    _share_credit(tx, kept)
    for person_id in tx.all(_SUPPORTERS, idea=idea.id):
        tx.insert_new(IDEA_SUPPORT, idea_id=kept.id, person_id=person_id, at_ms=tx.now_ms, merged_from=idea.id)
    for part in idea_rules.credit_of(kept.author_id, tx.all(_MERGED_AUTHORS, idea=kept.id)):
        tx.change(_NOT_ONESELF, idea=kept.id, who=part.person_id)
    tx.announce(
        IdeaMerged(
            idea_id=idea.id, into_id=kept.id, author_id=idea.author_id, brand_id=kept.brand_id, merged_by=actor.id
        )
    )
    tell_credited(tx, kept, "idea_merged")
    ask_brand_if_needed(tx, kept, recount(tx, kept.id))


def gathering_ideas(tx: ReadTx, actor: Actor, brand_id: str) -> list[Idea]:
    """A brand's open ideas, the most supported first: what a new one may repeat."""
    return [idea for idea in tx.all(_GATHERING, brand=brand_id) if idea.gathers(tx.now_ms)]


def _share_credit(tx: WriteTx, kept: Idea) -> None:
    tx.change(_NO_CREDIT, idea=kept.id)
    for part in idea_rules.credit_of(kept.author_id, tx.all(_MERGED_AUTHORS, idea=kept.id)):
        tx.insert(IDEA_CREDIT, idea_id=kept.id, person_id=part.person_id, parts=part.parts)
