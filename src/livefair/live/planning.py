"""Plans: when a show begins, what it looks like before, and shows that repeat."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.catalog.price_claims import require_no_claims
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, query, require_valid, text_in
from livefair.live import rules
from livefair.live.events import SeriesPlanned, ShowMoved
from livefair.live.models import ROOM, SCENES, SHOW
from livefair.live.models.planning import EVERY, PLAN
from livefair.live.on_air import Show, show_for
from livefair.live.reminders import tell_soon
from livefair.live.rooms import Room, room_to_run
from livefair.live.rules.series import SERIES_MAX, Repeat, is_zone, moments_of
from livefair.live.shows import cancel_show, plan_show
from livefair.people import clean_line


class Plan(NamedTuple):
    teaser_video_id: str | None
    series_id: str | None
    every: str | None
    clocked_at_ms: int | None


class Coming(NamedTuple):
    """A show that everybody may look forward to."""

    id: str
    room_id: str
    host_id: str
    title: str
    about: str
    scene: str
    cover_key: str | None
    planned_at_ms: int
    teaser_video_id: str | None
    series_id: str | None
    every: str | None


NO_PLAN = Plan(None, None, None, None)
_PLAN = query(Plan, select(*(PLAN.c[name] for name in Plan._fields)).where(PLAN.c.show_id == bindparam("show")))
_RESHOW = change(
    update(SHOW)
    .where(SHOW.c.id == bindparam("show"), SHOW.c.started_at_ms.is_(None), SHOW.c.cancelled_at_ms.is_(None))
    .values(title=bindparam("new_title"), scene=bindparam("new_scene"), planned_at_ms=bindparam("new_at"))
)
_COVER = change(update(SHOW).where(SHOW.c.id == bindparam("show")).values(cover_key=bindparam("key")))
_TEASER = change(update(PLAN).where(PLAN.c.show_id == bindparam("show")).values(teaser_video_id=bindparam("video")))
_coming = (
    select(
        SHOW.c.id,
        SHOW.c.room_id,
        ROOM.c.host_id,
        SHOW.c.title,
        ROOM.c.about,
        SHOW.c.scene,
        SHOW.c.cover_key,
        SHOW.c.planned_at_ms,
        PLAN.c.teaser_video_id,
        PLAN.c.series_id,
        PLAN.c.every,
    )
    .join_from(SHOW, ROOM, ROOM.c.id == SHOW.c.room_id)
    .join(PLAN, PLAN.c.show_id == SHOW.c.id, isouter=True)
    .where(
        SHOW.c.planned_at_ms >= bindparam("since"),
        SHOW.c.started_at_ms.is_(None),
        SHOW.c.cancelled_at_ms.is_(None),
        ROOM.c.closed_at_ms.is_(None),
    )
    .order_by(SHOW.c.planned_at_ms, SHOW.c.id)
)
_COMING = query(Coming, _coming.limit(bindparam("most")))
_COMING_OF_HOSTS = query(Coming, _coming.where(text_in(ROOM.c.host_id, "hosts")).limit(bindparam("most")))
_COMING_OF_SERIES = query(Coming, _coming.where(PLAN.c.series_id == bindparam("series")).limit(rules.PLANNED_SHOWS_MAX))


def plan_series(tx: WriteTx, actor: Actor, room_id: str, draft: "Draft", repeat: Repeat) -> list[str]:
    """Plan a show again every day or week, always at the same hour where the host lives. Returns the shows' ids."""
    require_valid(repeat.every in EVERY, "unknown_kind", field="every")
    require_valid(2 <= repeat.times <= SERIES_MAX, "out_of_range", field="times")
    require_valid(is_zone(repeat.zone), "unknown_zone", field="zone")
    room = room_to_run(tx, actor, room_id)
    series_id, show_ids = tx.new_id(), []
    for moment_ms in moments_of(draft.planned_at_ms, repeat):
        show_id = plan_one(tx, actor, room_id, draft._replace(planned_at_ms=moment_ms))
        tx.change(_JOIN_SERIES, show=show_id, series=series_id, how_often=repeat.every)
        show_ids.append(show_id)
    tx.announce(
        SeriesPlanned(room_id=room_id, series_id=series_id, host_id=room.host_id, every=repeat.every, show_ids=show_ids)
    )
    return show_ids


class Draft(NamedTuple):
    title: str
    scene: str
    planned_at_ms: int
    teaser_video_id: str | None = None


_JOIN_SERIES = change(
    update(PLAN)
    .where(PLAN.c.show_id == bindparam("show"))
    .values(series_id=bindparam("series"), every=bindparam("how_often"))
)


def plan_one(tx: WriteTx, actor: Actor, room_id: str, draft: Draft) -> str:
    """Plan a show that everybody can see coming. The caller knows the teaser. Returns its id."""
    show_id = plan_show(tx, actor, room_id, title=draft.title, scene=draft.scene, planned_at_ms=draft.planned_at_ms)
    tx.insert(PLAN, show_id=show_id, teaser_video_id=draft.teaser_video_id)
    return show_id


def replan(tx: WriteTx, actor: Actor, show_id: str, draft: Draft) -> None:
    """Change what is said of a show that has not begun. Conflict has_started."""
    show, room = show_to_plan(tx, actor, show_id)
    require_valid(draft.scene in SCENES, "scene_unknown", field="scene")
    is_moved = draft.planned_at_ms != show.planned_at_ms
    if is_moved:
        require_valid(draft.planned_at_ms >= tx.now_ms, "in_the_past", field="planned_at")
        require_valid(draft.planned_at_ms <= tx.now_ms + rules.PLAN_AHEAD_MS_MAX, "too_far_ahead", field="planned_at")
    title = clean_line(draft.title, limit=rules.TITLE_CHARS_MAX, field="title")
    require_no_claims({"title": title})
    if not tx.change(_RESHOW, show=show_id, new_title=title, new_scene=draft.scene, new_at=draft.planned_at_ms):
        raise Conflict("has_started")
    ensure_plan(tx, show_id)
    tx.change(_TEASER, show=show_id, video=draft.teaser_video_id)
    if is_moved:
        tell_soon(tx, show_id, at_ms=draft.planned_at_ms)
        tx.announce(
            ShowMoved(room_id=room.id, show_id=show_id, host_id=room.host_id, planned_at_ms=draft.planned_at_ms)
        )


def set_cover(tx: WriteTx, actor: Actor, show_id: str, file_key: str) -> None:
    """The picture that stands for a show, re-encoded before it comes here."""
    show_to_plan(tx, actor, show_id)
    tx.change(_COVER, show=show_id, key=file_key)


def cancel_series(tx: WriteTx, actor: Actor, show_id: str) -> int:
    """Cancel a show and all that follow it in its series. Returns how many."""
    show, _ = show_to_plan(tx, actor, show_id)
    series_id = plan_of(tx, show_id).series_id
    later = tx.all(_COMING_OF_SERIES, series=series_id, since=show.planned_at_ms) if series_id else []
    for show_of_series in {show_id, *(each.id for each in later)}:
        cancel_show(tx, actor, show_of_series)
    return len({show_id, *(each.id for each in later)})


def show_to_plan(tx: ReadTx, actor: Actor, show_id: str) -> tuple[Show, Room]:
    """A show for those who prepare it."""
    show, room = show_for(tx, actor, show_id)
    room_to_run(tx, actor, room.id)
    return show, room


def plan_of(tx: ReadTx, show_id: str) -> Plan:
    return tx.one(_PLAN, show=show_id) or NO_PLAN


def ensure_plan(tx: WriteTx, show_id: str) -> None:
    """For use cases that write into the plan of a show which was made without one."""
    tx.insert_new(PLAN, show_id=show_id)


def coming_shows(tx: ReadTx, *, most: int = 50) -> list[Coming]:
    """Planned shows of open rooms, the next first; one that is a little late is still to come."""
    return tx.all(_COMING, since=tx.now_ms - rules.LATE_MS_MAX, most=min(most, 200))


def coming_shows_of(tx: ReadTx, host_ids: list[str], *, most: int = 200) -> list[Coming]:
    """Those of these hosts, the next first."""
    return tx.all(_COMING_OF_HOSTS, hosts=host_ids, since=tx.now_ms - rules.LATE_MS_MAX, most=most) if host_ids else []


def coming_of_series(tx: ReadTx, series_id: str) -> list[Coming]:
    return tx.all(_COMING_OF_SERIES, series=series_id, since=tx.now_ms - rules.LATE_MS_MAX)
