"""Ideas as pages and programs show them."""

from collections.abc import Sequence
from typing import NamedTuple

from livefair.community import Idea, idea_for
from livefair.community.idea_answers import steps_of
from livefair.community.idea_queries import CreditLine, credits_of, supported_among
from livefair.governance.idea_policy import idea_policy
from livefair.kernel import Actor, ReadTx
from livefair.people import organisation_names, person_cards
from livefair.web.goods import GoodView, goods_of
from livefair.web.views import AuthorView, plain_author


class CreditView(NamedTuple):
    """`part` of the idea's credit, 0 to 1."""

    person: AuthorView
    part: float


class StepView(NamedTuple):
    verdict: str
    text: str
    name: str
    said_at_ms: int


class IdeaView(NamedTuple):
    """`needed` supporters oblige the brand to answer; `royalty` of each unit's price, 0 to 1."""

    id: str
    title: str
    text: str
    author: AuthorView
    brand_id: str
    brand: str
    good: GoodView | None
    made: GoodView | None
    state: str
    supporters: int
    needed: int
    published_at_ms: int
    until_ms: int
    due_at_ms: int | None
    answered_at_ms: int | None
    launched_at_ms: int | None
    royalty: float
    credits: list[CreditView]
    merged_into: str | None
    is_supported: bool
    is_mine: bool
    is_gathering: bool
    is_overdue: bool


class _Known(NamedTuple):
    """What the views of many ideas share."""

    people: dict[str, AuthorView]
    brands: dict[str, str]
    goods: dict[str, GoodView]
    credits: dict[str, list[CreditLine]]
    supported: frozenset[str]
    needed: int


def idea_views(tx: ReadTx, actor: Actor, ideas: Sequence[Idea], locale: str) -> list[IdeaView]:
    ids = [idea.id for idea in ideas]
    shared = credits_of(tx, ids)
    people = {line.person_id for lines in shared.values() for line in lines} | {idea.author_id for idea in ideas}
    goods = {one for idea in ideas for one in (idea.product_id, idea.made_product_id) if one}
    known = _Known(
        people={card.id: plain_author(card) for card in person_cards(tx, sorted(people)).values()},
        brands=organisation_names(tx, sorted({idea.brand_id for idea in ideas})),
        goods={good.id: good for good in goods_of(tx, sorted(goods), locale)},
        credits=shared,
        supported=supported_among(tx, actor, ids),
        needed=idea_policy(tx).knobs.supporters_needed,
    )
    return [_view(tx, actor, idea, known) for idea in ideas]


def idea_view(tx: ReadTx, actor: Actor, idea_id: str, locale: str) -> IdeaView:
    return idea_views(tx, actor, [idea_for(tx, actor, idea_id)], locale)[0]


def idea_page(tx: ReadTx, actor: Actor, idea_id: str, locale: str) -> dict[str, object]:
    """For mall/idea.html and desk/idea.html."""
    return {"idea": idea_view(tx, actor, idea_id, locale), "steps": step_views(tx, idea_id)}


def step_views(tx: ReadTx, idea_id: str) -> list[StepView]:
    steps = steps_of(tx, idea_id)
    names = person_cards(tx, sorted({step.said_by for step in steps}))
    return [StepView(step.verdict, step.text, names[step.said_by].name, step.said_at_ms) for step in steps]


def _view(tx: ReadTx, actor: Actor, idea: Idea, known: _Known) -> IdeaView:
    lines = known.credits.get(idea.id, [])
    whole = sum(line.parts for line in lines)
    return IdeaView(
        id=idea.id,
        title=idea.title,
        text=idea.text,
        author=known.people[idea.author_id],
        brand_id=idea.brand_id,
        brand=known.brands[idea.brand_id],
        good=known.goods.get(idea.product_id or ""),
        made=known.goods.get(idea.made_product_id or ""),
        state=idea.state,
        supporters=idea.supporters,
        needed=known.needed,
        published_at_ms=idea.published_at_ms,
        until_ms=idea.until_ms,
        due_at_ms=idea.due_at_ms,
        answered_at_ms=idea.answered_at_ms,
        launched_at_ms=idea.launched_at_ms,
        royalty=idea.royalty_bp / 10_000,
        credits=[CreditView(known.people[line.person_id], line.parts / whole) for line in lines],
        merged_into=idea.merged_into,
        is_supported=idea.id in known.supported,
        is_mine=any(line.person_id == actor.id for line in lines),
        is_gathering=idea.gathers(tx.now_ms),
        is_overdue=idea.state == "due" and idea.due_at_ms is not None and idea.due_at_ms <= tx.now_ms,
    )
