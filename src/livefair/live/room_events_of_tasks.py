"""What browsers are told of team tasks; see docs/room-events.md."""

from collections.abc import Callable
from typing import Any

from livefair.kernel import Fact, ReadTx
from livefair.live import events_of_tasks as events
from livefair.live.tasks import Task, count_of_task, latest_task, task_called
from livefair.live.telling import RoomEvent, ToRoom


class Tasking(RoomEvent, frozen=True, tag="task", kw_only=True):
    """A task as it stands: `metric` is likes, answers or votes; `state` open, reached or missed; `count` exact."""

    id: str
    metric: str
    goal: int
    count: int
    promise: str
    state: str
    product_id: str | None = None
    opened_at: int
    closes_at: int


class TaskCount(RoomEvent, frozen=True, tag="task_count", kw_only=True):
    id: str
    count: int


def tasking(tx: ReadTx, task: Task) -> Tasking:
    return Tasking(
        id=task.id,
        metric=task.metric,
        goal=task.goal,
        count=count_of_task(tx, task),
        promise=task.promise,
        state=task.state,
        product_id=task.product_id,
        opened_at=task.opened_at_ms,
        closes_at=task.closes_at_ms,
    )


def latest_tasking(tx: ReadTx, show_id: str) -> Tasking | None:
    task = latest_task(tx, show_id)
    return None if task is None else tasking(tx, task)


def _task(tx: ReadTx, fact: events.TaskOpened | events.TaskReached | events.TaskMissed) -> ToRoom:
    return ToRoom(fact.room_id, tasking(tx, task_called(tx, fact.task_id)))


TELL_OF_TASKS: dict[type[Fact], Callable[[ReadTx, Any], ToRoom]] = {
    events.TaskOpened: _task,
    events.TaskReached: _task,
    events.TaskMissed: _task,
}
