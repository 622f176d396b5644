"""Briefs and training as agencies, hosts and their programs see them."""

from typing import NamedTuple

from livefair.catalog import product_cards
from livefair.kernel import Actor, ReadTx
from livefair.live.briefs import Brief, briefs_of_host, briefs_of_mcn, goods_of_briefs
from livefair.live.rules.briefs import is_late
from livefair.live.training import Training, training_of_host, training_of_mcn
from livefair.people import organisation_names, person_cards
from livefair.people.organisations import roster_of
from livefair.supply.deals import deals_of_host, version_of

DEALS_LOOKED_AT = 60


class BriefView(NamedTuple):
    """`goods`: (id, title) of those that can be seen. `is_mine`: the reader is its host."""

    id: str
    title: str
    text: str
    host: str
    agency: str
    goods: list[tuple[str, str]]
    due_at_ms: int
    state: str
    is_late: bool
    is_mine: bool
    delivered: str
    answer: str


class TrainingView(NamedTuple):
    host_id: str
    host: str
    agency: str
    category: str
    due_at_ms: int
    passed_at_ms: int | None
    is_mine: bool


def is_agency(actor: Actor) -> bool:
    return actor.has("mcn") and actor.organisation_id is not None


def briefs_for(tx: ReadTx, actor: Actor) -> list[Brief]:
    """Those that the actor's agency has given, and those that the actor was given; the newest first."""
    given = briefs_of_mcn(tx, str(actor.organisation_id)) if is_agency(actor) else []
    mine = briefs_of_host(tx, actor.id) if actor.has("host") else []
    return sorted({one.id: one for one in [*given, *mine]}.values(), key=lambda one: one.id, reverse=True)


def training_for(tx: ReadTx, actor: Actor) -> list[Training]:
    asked = training_of_mcn(tx, str(actor.organisation_id)) if is_agency(actor) else []
    return [*asked, *(training_of_host(tx, actor.id) if actor.has("host") else [])]


def brief_views(tx: ReadTx, actor: Actor, locale: str) -> list[BriefView]:
    found = briefs_for(tx, actor)
    goods = goods_of_briefs(tx, [one.id for one in found])
    cards = product_cards(tx, sorted({product_id for each in goods.values() for product_id in each}))
    hosts = person_cards(tx, sorted({one.host_id for one in found}))
    agencies = organisation_names(tx, sorted({one.mcn_id for one in found}))
    return [
        BriefView(
            id=one.id,
            title=one.title,
            text=one.text,
            host=hosts[one.host_id].name,
            agency=agencies[one.mcn_id],
            goods=[(card.id, card.title(locale)) for each in goods[one.id] if (card := cards[each]).is_offered],
            due_at_ms=one.due_at_ms,
            state=one.state,
            is_late=is_late(one.state, due_at_ms=one.due_at_ms, now_ms=tx.now_ms),
            is_mine=one.host_id == actor.id,
            delivered=one.delivered or "",
            answer=one.answer or "",
        )
        for one in found
    ]


def training_views(tx: ReadTx, actor: Actor) -> list[TrainingView]:
    found = training_for(tx, actor)
    hosts = person_cards(tx, sorted({one.host_id for one in found}))
    agencies = organisation_names(tx, sorted({one.mcn_id for one in found}))
    return [
        TrainingView(
            host_id=one.host_id,
            host=hosts[one.host_id].name,
            agency=agencies[one.mcn_id],
            category=one.category,
            due_at_ms=one.due_at_ms,
            passed_at_ms=one.passed_at_ms,
            is_mine=one.host_id == actor.id,
        )
        for one in found
    ]


def roster_choices(tx: ReadTx, mcn_id: str) -> list[tuple[str, str]]:
    """(id, name) of the hosts under contract now."""
    running = [one for one in roster_of(tx, mcn_id) if one.accepted_at_ms is not None and one.ends_at_ms > tx.now_ms]
    cards = person_cards(tx, sorted({one.host_id for one in running}))
    return [(one.host_id, cards[one.host_id].name) for one in running]


def goods_choices(tx: ReadTx, host_ids: list[str], locale: str) -> list[tuple[str, str]]:
    """(id, title) of goods on which these hosts have signed a deal, of the first deals."""
    deals = [deal for host_id in host_ids for deal in deals_of_host(tx, host_id) if deal.signed_version is not None]
    signed = [version_of(tx, deal.id, deal.signed_version or 0) for deal in deals[:DEALS_LOOKED_AT]]
    ids = sorted({product_id for version in signed for product_id in version.terms.product_ids})
    cards = product_cards(tx, ids)
    return [(one, cards[one].title(locale)) for one in ids if cards[one].is_offered]
