"""A survey is designed by a researcher and runs for one panel until it ends or is closed."""

from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, select, update

from livefair.kernel import DAY_MS, Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid
from livefair.value.events import SurveyClosed, SurveyOpened
from livefair.value.models import SURVEY
from livefair.value.rules.surveys import AT_ONCE_MAX, ITEMS_MAX, ITEMS_MIN
from livefair.value.surveys.bank import bank, items_for, known_panel

DAYS_MAX = 366


class Design(msgspec.Struct, frozen=True, kw_only=True):
    """`items` are ids of the bank, `at_once` of them are asked, and `chance_bp` in ten thousand is how likely somebody
    is to be drawn in each six hours after an occasion."""

    panel: str
    items: list[str]
    at_once: int = 2
    chance_bp: int = 500
    days: int = 28


class Survey(NamedTuple):
    id: str
    panel: str
    bank_version: int
    items: list[str]
    at_once: int
    chance_bp: int
    seed: str
    opened_by: str
    opened_at_ms: int
    closes_at_ms: int
    closed_at_ms: int | None


def _made(*values: Any) -> Survey:
    found = Survey(*values)
    return found._replace(items=str(found.items).split())


_ALL = select(*(SURVEY.c[name] for name in Survey._fields))
_ONE = query(_made, _ALL.where(SURVEY.c.id == bindparam("survey")))
_RUNNING = query(_made, _ALL.where(SURVEY.c.running_for.is_not(None)).order_by(SURVEY.c.panel))
_LATEST = query(
    _made,
    _ALL.where(SURVEY.c.panel == bindparam("panel"))
    .order_by(SURVEY.c.opened_at_ms.desc(), SURVEY.c.id.desc())
    .limit(1),
)
_CLOSE = change(
    update(SURVEY)
    .where(SURVEY.c.id == bindparam("survey"), SURVEY.c.closed_at_ms.is_(None))
    .values(running_for=None, closed_at_ms=bindparam("at"))
)


def may_survey(actor: Actor) -> None:
    require(actor.has("researcher") or actor.has("operator"), "researchers_only")


def open_survey(tx: WriteTx, actor: Actor, design: Design) -> str:
    """Begin to ask; its id. Conflict survey_runs, Invalid unknown_panel, unknown_item, survey_items, out_of_range."""
    may_survey(actor)
    panel = known_panel(design.panel)
    items = list(dict.fromkeys(design.items))
    known = {item.id for item in items_for(panel)}
    require_valid(set(items) <= known, "unknown_item", field="items")
    require_valid(ITEMS_MIN <= len(items) <= ITEMS_MAX, "survey_items", field="items", least=ITEMS_MIN, most=ITEMS_MAX)
    require_valid(1 <= design.at_once <= min(AT_ONCE_MAX, len(items)), "out_of_range", field="at_once")
    require_valid(1 <= design.chance_bp <= 10_000, "out_of_range", field="chance_bp")
    require_valid(1 <= design.days <= DAYS_MAX, "out_of_range", field="days")
    survey_id, closes_at_ms = tx.new_id(), tx.now_ms + design.days * DAY_MS
    is_new = tx.insert_new(
        SURVEY,
        id=survey_id,
        panel=panel,
        bank_version=bank().version,
        items=" ".join(items),
        at_once=design.at_once,
        chance_bp=design.chance_bp,
        seed=tx.new_id(),
        running_for=panel,
        opened_by=actor.id,
        opened_at_ms=tx.now_ms,
        closes_at_ms=closes_at_ms,
    )
    if not is_new:
        raise Conflict("survey_runs")
    opened = SurveyOpened(
        survey_id=survey_id,
        panel=panel,
        bank_version=bank().version,
        items=items,
        at_once=design.at_once,
        chance_bp=design.chance_bp,
        closes_at_ms=closes_at_ms,
        by=actor.id,
    )
    tx.announce(opened)
    return survey_id


def close_survey(tx: WriteTx, actor: Actor, survey_id: str) -> None:
    """Nobody is drawn any more; who was may still answer. Conflict survey_over."""
    may_survey(actor)
    survey = survey_called(tx, survey_id)
    if not tx.change(_CLOSE, survey=survey.id, at=tx.now_ms):
        raise Conflict("survey_over")
    tx.announce(SurveyClosed(survey_id=survey.id, panel=survey.panel, by=actor.id))


def survey_called(tx: ReadTx, survey_id: str) -> Survey:
    return tx.one(_ONE, survey=survey_id) or not_found("survey")


def running_surveys(tx: ReadTx) -> list[Survey]:
    """At most one of each panel."""
    return tx.all(_RUNNING)


def latest_survey(tx: ReadTx, actor: Actor, panel: str) -> Survey | None:
    may_survey(actor)
    return tx.one(_LATEST, panel=known_panel(panel))


def end_of(tx: WriteTx, survey: Survey) -> None:
    """Its time is over."""
    if tx.change(_CLOSE, survey=survey.id, at=tx.now_ms):
        tx.announce(SurveyClosed(survey_id=survey.id, panel=survey.panel, by="system"))
