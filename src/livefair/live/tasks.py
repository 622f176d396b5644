"""Team tasks: the room likes, answers or votes so many times together, and the host keeps a promise."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select, update

from livefair.kernel import (
    Actor,
    Conflict,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.live.assortments import assortment_of
from livefair.live.events_of_tasks import TaskMissed, TaskOpened, TaskReached
from livefair.live.models import QUESTION, SHOW
from livefair.live.models.play import POLL
from livefair.live.models.talk import HELP
from livefair.live.models.tasks import TASK
from livefair.live.on_air import OnAir, on_air_to_run
from livefair.live.rooms import room_for
from livefair.live.rules import may_run
from livefair.live.rules import tasks as rules
from livefair.people import clean_line
from livefair.shop.flash_sales import flash_sales_for_host


class TaskDraft(NamedTuple):
    """`product_id`: what is shown when the goal is reached; `promise`: what the host says they will do; `sale_id`: the
    planned flash sale that begins then, which unlocks its price.
    """

    metric: str
    goal: int
    promise: str
    product_id: str | None = None
    lasts_ms: int = 300_000
    sale_id: str | None = None


class Task(NamedTuple):
    id: str
    room_id: str
    show_id: str
    metric: str
    goal: int
    from_count: int
    promise: str
    product_id: str | None
    opened_at_ms: int
    closes_at_ms: int
    reached_at_ms: int | None
    closed_at_ms: int | None
    final_count: int | None
    sale_id: str | None

    @property
    def state(self) -> str:
        return rules.state_of(is_reached=self.reached_at_ms is not None, is_closed=self.closed_at_ms is not None)


_COLUMNS = [TASK.c[name] for name in Task._fields]
_this = TASK.c.id == bindparam("task")
_open = TASK.c.closed_at_ms.is_(None)
_of_show = TASK.c.show_id == bindparam("show")
_ONE = query(Task, select(*_COLUMNS).where(_this))
_OPEN_ONE = query(Task, select(*_COLUMNS).where(_of_show, _open))
_ALL_OPEN = query(Task, select(*_COLUMNS).where(_open).order_by(TASK.c.id).limit(500))
_LATEST = query(Task, select(*_COLUMNS).where(_of_show).order_by(TASK.c.opened_at_ms.desc(), TASK.c.id.desc()).limit(1))
_COUNT = query(int, select(func.count()).select_from(TASK).where(_of_show))
_helps = (
    select(func.count())
    .select_from(HELP)
    .join(QUESTION, QUESTION.c.id == HELP.c.question_id)
    .where(QUESTION.c.show_id == bindparam("show"))
)
# Of the answers that were given since: those that somebody hid, or whose question. They count no more.
_HIDDEN = query(
    int,
    _helps.where(
        HELP.c.id > bindparam("task"), or_(HELP.c.hidden_at_ms.is_not(None), QUESTION.c.hidden_at_ms.is_not(None))
    ),
)
_SHOW = SHOW.c.id == bindparam("show")
_COUNTS = {
    "likes": query(int, select(SHOW.c.likes).where(_SHOW)),
    "answers": query(int, _helps),
    "votes": query(
        lambda voters: int(voters),
        select(func.coalesce(func.sum(POLL.c.voters), 0)).where(POLL.c.show_id == bindparam("show")),
    ),
}
# Whoever looks whether the goal is reached waits for whoever looks already: the last of them sees all that count.
_HOLD = change(update(TASK).where(_this, _open).values(goal=TASK.c.goal))
_CLOSE = change(
    update(TASK)
    .where(_this, _open)
    .values(closed_at_ms=bindparam("now"), reached_at_ms=bindparam("reached"), final_count=bindparam("n"))
)


def open_task(tx: WriteTx, actor: Actor, room_id: str, draft: TaskDraft) -> Task:
    """Ask the room for something, and promise something. One at a time.

    Refusals: not_on_air, not_your_room, unknown_kind, out_of_range, not_in_assortment, task_open, too_many_tasks.
    """
    found = on_air_to_run(tx, actor, room_id)
    show_id = found.show.id
    promise = _checked(tx, found, draft)
    if tx.value(_COUNT, show=show_id) >= rules.TASKS_PER_SHOW_MAX:
        raise TooMany("too_many_tasks", limit=rules.TASKS_PER_SHOW_MAX)
    task_id, closes_at_ms = tx.new_id(), tx.now_ms + draft.lasts_ms
    is_new = tx.insert_new(
        TASK,
        id=task_id,
        room_id=room_id,
        show_id=show_id,
        metric=draft.metric,
        goal=draft.goal,
        from_count=tx.value(_COUNTS[draft.metric], show=show_id),
        promise=promise,
        product_id=draft.product_id,
        sale_id=draft.sale_id,
        opened_by=actor.id,
        opened_at_ms=tx.now_ms,
        closes_at_ms=closes_at_ms,
    )
    if not is_new:  # the database allows one at a time
        raise Conflict("task_open")
    tx.announce(
        TaskOpened(
            room_id=room_id,
            show_id=show_id,
            task_id=task_id,
            metric=draft.metric,
            goal=draft.goal,
            product_id=draft.product_id,
        )
    )
    tx.later(close_task_by_time, after_ms=draft.lasts_ms, key=f"live_task:{task_id}", task_id=task_id)
    return task_called(tx, task_id)


def look_at_task(tx: WriteTx, show_id: str, metric: str) -> None:
    """Something was counted: if that was what was missing, the goal is reached in this very transaction."""
    task = tx.one(_OPEN_ONE, show=show_id)
    if task is None or task.metric != metric or not tx.change(_HOLD, task=task.id):
        return
    count = count_of_task(tx, task)
    if count < task.goal or not tx.change(_CLOSE, task=task.id, now=tx.now_ms, reached=tx.now_ms, n=count):
        return
    tx.announce(
        TaskReached(
            room_id=task.room_id,
            show_id=show_id,
            task_id=task.id,
            metric=metric,
            goal=task.goal,
            count=count,
            product_id=task.product_id,
        )
    )


def close_task(tx: WriteTx, actor: Actor, task_id: str) -> None:
    """End it by tap; twice is once."""
    task = task_called(tx, task_id)
    require(may_run(actor, room_for(tx, actor, task.room_id)), "not_your_room")
    _miss(tx, task)


def close_task_of(tx: WriteTx, show_id: str) -> None:
    """When a show is over, so is what it wanted."""
    task = tx.one(_OPEN_ONE, show=show_id)
    if task is not None:
        _miss(tx, task)


@job
def close_task_by_time(tx: WriteTx, actor: Actor, *, task_id: str) -> None:
    _miss(tx, task_called(tx, task_id))


def task_called(tx: ReadTx, task_id: str) -> Task:
    return tx.one(_ONE, task=task_id) or not_found("task")


def latest_task(tx: ReadTx, show_id: str) -> Task | None:
    return tx.one(_LATEST, show=show_id)


def open_tasks(tx: ReadTx) -> list[tuple[Task, int]]:
    """Those of all rooms, each with its count now."""
    return [(task, count_of_task(tx, task)) for task in tx.all(_ALL_OPEN)]


def count_of_task(tx: ReadTx, task: Task) -> int:
    """Exactly so many since it began; of one that is over, in the end."""
    if task.final_count is not None:
        return task.final_count
    hidden = tx.value(_HIDDEN, show=task.show_id, task=task.id) if task.metric == "answers" else 0
    return max(0, tx.value(_COUNTS[task.metric], show=task.show_id) - task.from_count - hidden)


def _checked(tx: ReadTx, found: OnAir, draft: TaskDraft) -> str:
    require_valid(draft.metric in rules.METRICS, "unknown_kind", field="metric")
    require_valid(1 <= draft.goal <= rules.GOAL_MAX, "out_of_range", field="goal")
    require_valid(rules.LASTS_MS_MIN <= draft.lasts_ms <= rules.LASTS_MS_MAX, "out_of_range", field="lasts_s")
    if draft.product_id is not None:
        shown = {each.product_id for each in assortment_of(tx, found.show.id)}
        require_valid(draft.product_id in shown, "not_in_assortment", field="product_id")
    if draft.sale_id is not None:
        waiting = {sale.id for sale in flash_sales_for_host(tx, found.room.host_id)}
        require_valid(draft.sale_id in waiting, "no_sale_to_unlock", field="sale_id")
    return clean_line(draft.promise, limit=rules.PROMISE_CHARS_MAX, field="promise")


def _miss(tx: WriteTx, task: Task) -> None:
    if not tx.change(_HOLD, task=task.id):
        return
    count = count_of_task(tx, task)
    tx.change(_CLOSE, task=task.id, now=tx.now_ms, reached=None, n=count)
    tx.announce(
        TaskMissed(
            room_id=task.room_id,
            show_id=task.show_id,
            task_id=task.id,
            metric=task.metric,
            goal=task.goal,
            count=count,
        )
    )
