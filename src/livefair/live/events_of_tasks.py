"""What happened with what rooms do together."""

from livefair.kernel import Fact


class TaskOpened(Fact, frozen=True, kw_only=True):
    """`metric` is likes, answers (of viewers to each other) or votes, counted from now on."""

    room_id: str
    show_id: str
    task_id: str
    metric: str
    goal: int
    product_id: str | None


class TaskReached(Fact, frozen=True, kw_only=True):
    """The goal is reached, by exactly so many; the host's promise is due."""

    room_id: str
    show_id: str
    task_id: str
    metric: str
    goal: int
    count: int
    product_id: str | None


class TaskMissed(Fact, frozen=True, kw_only=True):
    """Its time was over, or the host ended it, with so many."""

    room_id: str
    show_id: str
    task_id: str
    metric: str
    goal: int
    count: int
