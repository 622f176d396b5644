"""Read models of ideas: what gathers support, what is being made, a brand's to answer, a person's, a product's."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, func, or_, select

from livefair.catalog.removals import not_removed
from livefair.community.ideas import IDEA_COLUMNS, Idea
from livefair.community.models import IDEA, IDEA_CREDIT, IDEA_SUPPORT
from livefair.community.rules import ideas as idea_rules
from livefair.kernel import Actor, ReadTx, query, text_in, word_in
from livefair.people import hidden_from, in_sight

PAGE_MAX = 50


class CreditLine(NamedTuple):
    idea_id: str
    person_id: str
    parts: int


_stands = (
    IDEA.c.withdrawn_at_ms.is_(None),
    IDEA.c.hidden_case_id.is_(None),
    in_sight(IDEA.c.author_id),
    or_(IDEA.c.product_id.is_(None), not_removed(IDEA.c.product_id)),
)
_of_brand = or_(bindparam("brand") == "", IDEA.c.brand_id == bindparam("brand"))
_gathering = (
    word_in(IDEA.c.state, *idea_rules.GATHERING),
    or_(IDEA.c.state == "due", IDEA.c.until_ms > bindparam("now")),
)
_page = (bindparam("skip", type_=Integer), bindparam("most", type_=Integer))
_WANTED = query(
    Idea,
    select(*IDEA_COLUMNS)
    .where(*_stands, *_gathering, _of_brand)
    .order_by(IDEA.c.supporters.desc(), IDEA.c.id.desc())
    .offset(_page[0])
    .limit(_page[1]),
)
_NEW = query(
    Idea,
    select(*IDEA_COLUMNS)
    .where(*_stands, *_gathering, _of_brand)
    .order_by(IDEA.c.id.desc())
    .offset(_page[0])
    .limit(_page[1]),
)
_MADE = query(
    Idea,
    select(*IDEA_COLUMNS)
    .where(*_stands, or_(IDEA.c.state == "accepted", IDEA.c.state == "launched"), _of_brand)
    .order_by(IDEA.c.answered_at_ms.desc(), IDEA.c.id.desc())
    .offset(_page[0])
    .limit(_page[1]),
)
LISTS = {"wanted": _WANTED, "new": _NEW, "made": _MADE}
_TO_ANSWER = query(
    Idea,
    select(*IDEA_COLUMNS)
    .where(*_stands, IDEA.c.brand_id == bindparam("brand"), word_in(IDEA.c.state, "open", "due", "accepted"))
    .order_by(func.coalesce(IDEA.c.due_at_ms, 2**62), IDEA.c.supporters.desc(), IDEA.c.id)
    .limit(PAGE_MAX * 4),
)
_MINE = query(
    Idea,
    select(*IDEA_COLUMNS)
    .join_from(IDEA, IDEA_CREDIT, IDEA_CREDIT.c.idea_id == IDEA.c.id)
    .where(IDEA_CREDIT.c.person_id == bindparam("who"), IDEA.c.state != "merged", IDEA.c.withdrawn_at_ms.is_(None))
    .order_by(IDEA.c.id.desc())
    .limit(PAGE_MAX),
)
_OF_PRODUCT = query(
    Idea,
    select(*IDEA_COLUMNS)
    .where(IDEA.c.made_product_id == bindparam("product"), *_stands)
    .order_by(IDEA.c.launched_at_ms, IDEA.c.id)
    .limit(PAGE_MAX),
)
_CREDITS = query(
    CreditLine,
    select(*(IDEA_CREDIT.c[field] for field in CreditLine._fields))
    .where(text_in(IDEA_CREDIT.c.idea_id, "ids"))
    .order_by(IDEA_CREDIT.c.idea_id, IDEA_CREDIT.c.parts.desc(), IDEA_CREDIT.c.person_id),
)
_SUPPORTED = query(
    str,
    select(IDEA_SUPPORT.c.idea_id).where(
        IDEA_SUPPORT.c.person_id == bindparam("who"), text_in(IDEA_SUPPORT.c.idea_id, "ids")
    ),
)


def ideas_by(tx: ReadTx, actor: Actor, which: str, *, brand_id: str = "", skip: int = 0, most: int = 20) -> list[Idea]:
    """`which`: wanted (most supporters first), new, or made. Of all brands where `brand_id` is empty."""
    values = {} if which == "made" else {"now": tx.now_ms}
    found = tx.all(LISTS[which], brand=brand_id, skip=skip, most=max(1, min(most, PAGE_MAX)), **values)
    hidden = frozenset() if actor.is_guest else hidden_from(tx, actor.id)
    return [idea for idea in found if idea.author_id not in hidden]


def ideas_to_answer(tx: ReadTx, brand_id: str) -> list[Idea]:
    """What a brand has before it: what must be answered first, then what most want."""
    return tx.all(_TO_ANSWER, brand=brand_id)


def ideas_of_person(tx: ReadTx, person_id: str) -> list[Idea]:
    """Those that somebody is credited for, newest first."""
    return tx.all(_MINE, who=person_id)


def ideas_in_product(tx: ReadTx, product_id: str) -> list[Idea]:
    """Those that a product was made of."""
    return tx.all(_OF_PRODUCT, product=product_id)


def credits_of(tx: ReadTx, idea_ids: list[str]) -> dict[str, list[CreditLine]]:
    """Idea → who shares its credit, the largest part first."""
    found: dict[str, list[CreditLine]] = {}
    for line in tx.all(_CREDITS, ids=idea_ids) if idea_ids else ():
        found.setdefault(line.idea_id, []).append(line)
    return found


def supported_among(tx: ReadTx, actor: Actor, idea_ids: list[str]) -> frozenset[str]:
    return frozenset() if actor.is_guest or not idea_ids else frozenset(tx.all(_SUPPORTED, who=actor.id, ids=idea_ids))
