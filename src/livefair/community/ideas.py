"""Product ideas: somebody says what a brand should make or make better, for all to see and to support."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.catalog import product_cards, product_for
from livefair.community import rules
from livefair.community.events import IdeaHidden, IdeaPublished, IdeaRestored, IdeaWithdrawn
from livefair.community.models import IDEA, IDEA_CREDIT
from livefair.community.rules import ideas as idea_rules
from livefair.content import Card, publish_card, restore_card, withdraw_card
from livefair.governance import Shown, Subject
from livefair.governance.idea_policy import idea_policy
from livefair.kernel import (
    DAY_MS,
    Actor,
    Conflict,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.people import clean_line, clean_text, is_blocked, is_removed, organisation_for
from livefair.people.guests import guest_called

CARD = "idea"


class IdeaDraft(NamedTuple):
    """`product_id`: what it would improve; None: something new of the brand's."""

    brand_id: str
    title: str
    text: str
    product_id: str | None = None


class Idea(NamedTuple):
    id: str
    author_id: str
    brand_id: str
    product_id: str | None
    title: str
    text: str
    state: idea_rules.State
    supporters: int
    published_at_ms: int
    until_ms: int
    due_at_ms: int | None
    answered_at_ms: int | None
    royalty_bp: int
    made_product_id: str | None
    launched_at_ms: int | None
    merged_into: str | None
    hidden_case_id: str | None

    def gathers(self, now_ms: int) -> bool:
        """Whether it may be supported: it has been answered neither by the brand nor by time."""
        return self.state == "due" or (self.state == "open" and now_ms < self.until_ms)


IDEA_COLUMNS = tuple(IDEA.c[field] for field in Idea._fields)
_one = (IDEA.c.id == bindparam("one"), IDEA.c.withdrawn_at_ms.is_(None))
_IDEA = query(Idea, select(*IDEA_COLUMNS).where(*_one))
_BY_KEY = query(str, select(IDEA.c.id).where(IDEA.c.author_id == bindparam("who"), IDEA.c.key == bindparam("the_key")))
_TODAY = query(
    int,
    select(func.count())
    .select_from(IDEA)
    .where(IDEA.c.author_id == bindparam("who"), IDEA.c.published_at_ms > bindparam("since")),
)
_WITHDRAW = change(update(IDEA).where(*_one, IDEA.c.state == "open").values(withdrawn_at_ms=bindparam("now")))
_HIDE = change(update(IDEA).where(*_one).values(hidden_case_id=bindparam("case")))


def publish_idea(tx: WriteTx, actor: Actor, draft: IdeaDraft, *, key: str) -> str:
    """Put an idea before a brand and everybody else. Returns its id; the same `key` twice is the same idea."""
    require_account(tx, actor)
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_BY_KEY, who=actor.id, the_key=key)) is not None:
        return earlier
    if tx.value(_TODAY, who=actor.id, since=tx.now_ms - DAY_MS) >= idea_rules.IDEAS_PER_DAY_MAX:
        raise TooMany("too_many_ideas", limit=idea_rules.IDEAS_PER_DAY_MAX)
    draft = _checked(tx, actor, draft)
    require(actor.organisation_id != draft.brand_id, "brands_own_idea")
    idea_id = tx.new_id()
    tx.insert(
        IDEA,
        id=idea_id,
        author_id=actor.id,
        brand_id=draft.brand_id,
        product_id=draft.product_id,
        title=draft.title,
        text=draft.text,
        key=key,
        state="open",
        supporters=0,
        published_at_ms=tx.now_ms,
        until_ms=tx.now_ms + idea_policy(tx).knobs.support_days * DAY_MS,
        royalty_bp=0,
    )
    tx.insert(IDEA_CREDIT, idea_id=idea_id, person_id=actor.id, parts=1)
    publish_card(tx, actor, _card_of(idea_id, actor.id, draft))
    tx.announce(
        IdeaPublished(idea_id=idea_id, author_id=actor.id, brand_id=draft.brand_id, product_id=draft.product_id)
    )
    return idea_id


def idea_for(tx: ReadTx, actor: Actor, idea_id: str) -> Idea:
    """An idea that this actor may see: not hidden, no block in between; or own; or to moderate."""
    idea = tx.one(_IDEA, one=idea_id)
    if idea is None or not _sees(tx, actor, idea):
        not_found("idea")
    return idea


def shown_idea(tx: ReadTx, actor: Actor, idea_id: str) -> Shown:
    """The idea as governance takes it when somebody reports it."""
    idea = idea_for(tx, actor, idea_id)
    return Shown(Subject("idea", idea.id), idea.author_id, f"{idea.title}\n{idea.text}")


def withdraw_idea(tx: WriteTx, actor: Actor, idea_id: str) -> None:
    """Its author takes it away. Conflict idea_closed once the brand must answer or has answered."""
    idea = idea_for(tx, actor, idea_id)
    require(idea.author_id == actor.id, "not_yours")
    if not tx.change(_WITHDRAW, one=idea.id, now=tx.now_ms):
        raise Conflict("idea_closed")
    withdraw_card(tx, actor, CARD, idea.id)
    tx.announce(IdeaWithdrawn(idea_id=idea.id, author_id=actor.id))


def hide_or_restore_idea(tx: WriteTx, actor: Actor, idea_id: str, case_id: str | None) -> None:
    """Make an idea's visibility follow the moderators: hidden by a case, or by none."""
    idea = tx.one(_IDEA, one=idea_id)
    if idea is None or idea.hidden_case_id == case_id:
        return
    tx.change(_HIDE, one=idea.id, case=case_id)
    if case_id is None:
        if idea.state in idea_rules.IN_THE_FEED:
            restore_card(tx, actor, CARD, idea.id)
        tx.announce(IdeaRestored(idea_id=idea.id, author_id=idea.author_id))
    else:
        withdraw_card(tx, actor, CARD, idea.id)
        tx.announce(IdeaHidden(idea_id=idea.id, author_id=idea.author_id, case_id=case_id))


def require_account(tx: ReadTx, actor: Actor) -> None:
    """Whoever buys as a guest can be anybody, as often as they like: an idea needs people who can be told apart."""
    require(not actor.is_guest and guest_called(tx, actor.id) is None, "sign_in_first")


def _card_of(idea_id: str, author_id: str, draft: IdeaDraft) -> Card:
    said = rules.snippet(f"{draft.title} — {draft.text}")
    return Card(CARD, idea_id, author_id, draft.product_id, said, None, None, "none")


def _checked(tx: ReadTx, actor: Actor, draft: IdeaDraft) -> IdeaDraft:
    brand = organisation_for(tx, actor, draft.brand_id)
    require_valid(brand.kind == "brand", "not_a_brand", field="brand")
    if draft.product_id is not None:
        product = product_for(tx, actor, draft.product_id)
        require_valid(product.brand_id == brand.id, "other_product", field="product_id")
    title = clean_line(draft.title, limit=idea_rules.TITLE_CHARS_MAX, field="title")
    enough = len(title) >= idea_rules.TITLE_CHARS_MIN
    require_valid(enough, "too_short", field="title", limit=idea_rules.TITLE_CHARS_MIN)
    text = clean_text(draft.text, limit=idea_rules.TEXT_CHARS_MAX, field="text")
    require_valid(len(text) >= idea_rules.TEXT_CHARS_MIN, "too_short", field="text", limit=idea_rules.TEXT_CHARS_MIN)
    return draft._replace(title=title, text=text)


def _sees(tx: ReadTx, actor: Actor, idea: Idea) -> bool:
    if idea.author_id == actor.id or rules.may_moderate(actor.roles):
        return True
    if idea.hidden_case_id is not None or is_removed(tx, idea.author_id) or _product_is_removed(tx, idea):
        return False
    return actor.is_guest or not is_blocked(tx, actor.id, idea.author_id)


def _product_is_removed(tx: ReadTx, idea: Idea) -> bool:
    if idea.product_id is None:
        return False
    return product_cards(tx, [idea.product_id])[idea.product_id].hidden_case_id is not None
