"""Team tasks for programs: what a room does together, and what the host has promised for it."""

from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.params import JSONBody

from livefair.kernel import Actor, ReadTx
from livefair.live import room_for
from livefair.live.tasks import TaskDraft, close_task, count_of_task, open_task, task_called
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Body, Id, Line, Made, Word
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest


class NewTask(Body, kw_only=True):
    """`metric` is likes, answers or votes. At the goal `product_id` is shown, and the flash sale `sale_id` begins."""

    metric: Word
    goal: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    promise: Line
    product_id: Id | None = None
    sale_id: Id | None = None
    lasts_ms: Annotated[int, msgspec.Meta(ge=10_000, le=3_600_000)] = 300_000


class TaskState(msgspec.Struct, kw_only=True):
    """`state` is open, reached or missed; `count` is exact."""

    id: str
    room_id: str
    show_id: str
    metric: str
    goal: int
    count: int
    promise: str
    product_id: str | None
    state: str
    opened_at_ms: int
    closes_at_ms: int


def task_for(tx: ReadTx, actor: Actor, task_id: str) -> TaskState:
    task = task_called(tx, task_id)
    room_for(tx, actor, task.room_id)
    return TaskState(
        id=task.id,
        room_id=task.room_id,
        show_id=task.show_id,
        metric=task.metric,
        goal=task.goal,
        count=count_of_task(tx, task),
        promise=task.promise,
        product_id=task.product_id,
        state=task.state,
        opened_at_ms=task.opened_at_ms,
        closes_at_ms=task.closes_at_ms,
    )


@post("/rooms/{room_id:str}/tasks", opt=needs("host"), summary="Ask the room for something, and promise something")
async def begin(request: AppRequest, room_id: PathId, data: JSONBody[NewTask]) -> Made:
    draft = TaskDraft(data.metric, data.goal, data.promise, data.product_id, data.lasts_ms, data.sale_id)
    return Made(id=(await request.write(open_task, room_id, draft)).id)


@get("/tasks/{task_id:str}", summary="A team task as it stands")
async def show_task(request: AppRequest, task_id: PathId) -> TaskState:
    return await request.read(task_for, request.actor, task_id)


@post("/tasks/{task_id:str}/close", opt=needs("host"), status_code=204, summary="End a team task by hand")
async def end(request: AppRequest, task_id: PathId) -> None:
    await request.write(close_task, task_id)


router = Router("/", route_handlers=[begin, show_task, end], opt=needs(*SIGNED_IN), tags=["playing"])
