"""Reminders: who wants to know that a show begins, and telling them in time."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair.kernel import SYSTEM, Actor, Conflict, ReadTx, WriteTx, change, job, query, require, text_in
from livefair.live import rules
from livefair.live.events import ReminderAsked, RemindersGiven, ReminderWithdrawn
from livefair.live.models import ROOM, SHOW
from livefair.live.models.planning import REMINDER
from livefair.live.on_air import show_for
from livefair.people import person_card
from livefair.people.devices import DeviceNote, tell_devices

TOLD_PER_RUN = 200
NOTES_MAX = 50


class Reminder(NamedTuple):
    """What somebody was told: `room_id` leads to where it happens."""

    show_id: str
    room_id: str
    host_id: str
    title: str
    planned_at_ms: int | None
    given_at_ms: int
    read_at_ms: int | None


_of_pair = (REMINDER.c.show_id == bindparam("show"), REMINDER.c.person_id == bindparam("person"))
_WITHDRAW = change(delete(REMINDER).where(*_of_pair))
_MINE = query(
    str,
    select(REMINDER.c.show_id).where(REMINDER.c.person_id == bindparam("person"), text_in(REMINDER.c.show_id, "ids")),
)
_COUNT = query(int, select(func.count()).select_from(REMINDER).where(REMINDER.c.show_id == bindparam("show")))
_WAITING = query(
    str,
    select(REMINDER.c.person_id)
    .where(REMINDER.c.show_id == bindparam("show"), REMINDER.c.given_at_ms.is_(None))
    .order_by(REMINDER.c.person_id)
    .limit(TOLD_PER_RUN),
)
_GIVE = change(update(REMINDER).where(*_of_pair, REMINDER.c.given_at_ms.is_(None)).values(given_at_ms=bindparam("now")))
_GIVEN = query(
    Reminder,
    select(
        SHOW.c.id,
        SHOW.c.room_id,
        ROOM.c.host_id,
        SHOW.c.title,
        SHOW.c.planned_at_ms,
        REMINDER.c.given_at_ms,
        REMINDER.c.read_at_ms,
    )
    .join_from(REMINDER, SHOW, SHOW.c.id == REMINDER.c.show_id)
    .join(ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(
        REMINDER.c.person_id == bindparam("person"),
        REMINDER.c.given_at_ms.is_not(None),
        SHOW.c.cancelled_at_ms.is_(None),
    )
    .order_by(REMINDER.c.given_at_ms.desc())
    .limit(NOTES_MAX),
)
_UNREAD = query(
    int,
    select(func.count())
    .select_from(REMINDER)
    .join(SHOW, SHOW.c.id == REMINDER.c.show_id)
    .where(
        REMINDER.c.person_id == bindparam("person"),
        REMINDER.c.given_at_ms.is_not(None),
        REMINDER.c.read_at_ms.is_(None),
        SHOW.c.cancelled_at_ms.is_(None),
    ),
)
_READ = change(
    update(REMINDER)
    .where(
        REMINDER.c.person_id == bindparam("person"),
        REMINDER.c.given_at_ms.is_not(None),
        REMINDER.c.read_at_ms.is_(None),
    )
    .values(read_at_ms=bindparam("now"))
)


def remind_me(tx: WriteTx, actor: Actor, show_id: str) -> None:
    """Be told before a planned show begins. Asking twice is asking once. Conflict not_to_start: it is too late."""
    require(not actor.is_guest, "sign_in_first")
    show, _ = show_for(tx, actor, show_id)
    if not show.is_to_come or show.planned_at_ms is None:
        raise Conflict("not_to_start")
    if tx.insert_new(REMINDER, show_id=show_id, person_id=actor.id, asked_at_ms=tx.now_ms):
        tx.announce(ReminderAsked(show_id=show_id, person_id=actor.id))
        if tx.now_ms >= show.planned_at_ms - rules.REMIND_BEFORE_MS:
            tell_soon(tx, show_id, at_ms=show.planned_at_ms)


def forget_reminder(tx: WriteTx, actor: Actor, show_id: str) -> None:
    if tx.change(_WITHDRAW, show=show_id, person=actor.id):
        tx.announce(ReminderWithdrawn(show_id=show_id, person_id=actor.id))


def tell_soon(tx: WriteTx, show_id: str, *, at_ms: int) -> None:
    """For use cases that say when a show begins: tell those who asked REMIND_BEFORE_MS earlier."""
    after_ms = max(0, at_ms - rules.REMIND_BEFORE_MS - tx.now_ms)
    tx.later(
        give_reminders, after_ms=after_ms, key=f"remind:{show_id}:{at_ms}:{after_ms == 0}", show_id=show_id, at_ms=at_ms
    )


@job
def give_reminders(tx: WriteTx, actor: Actor, *, show_id: str, at_ms: int) -> None:
    """Tell a bounded number at once; of a show that was moved, another job of another time tells."""
    show, room = show_for(tx, SYSTEM, show_id)
    is_moved = show.is_to_come and show.planned_at_ms != at_ms
    if is_moved or show.cancelled_at_ms is not None or show.ended_at_ms is not None:
        return
    people = tx.all(_WAITING, show=show_id)
    host = person_card(tx, room.host_id)
    note = DeviceNote("reminder_soon", {"host": host.name, "title": show.title}, f"/live/{show.room_id}", show_id)
    for person_id in people:
        tx.change(_GIVE, show=show_id, person=person_id, now=tx.now_ms)
        tell_devices(tx, actor, person_id, note)
    if people:
        tx.announce(RemindersGiven(show_id=show_id, people=len(people)))
    if len(people) == TOLD_PER_RUN:
        tx.later(give_reminders, key=f"remind:{show_id}:{people[-1]}", show_id=show_id, at_ms=at_ms)


def reminded_of(tx: ReadTx, actor: Actor, show_ids: list[str]) -> frozenset[str]:
    """Those of these shows that the actor will be reminded of."""
    return frozenset() if actor.is_guest else frozenset(tx.all(_MINE, person=actor.id, ids=show_ids))


def who_waits_for(tx: ReadTx, show_id: str) -> int:
    return tx.value(_COUNT, show=show_id)


def my_reminders(tx: ReadTx, actor: Actor) -> list[Reminder]:
    """What I was told, newest first."""
    return tx.all(_GIVEN, person=actor.id)


def unread_reminders(tx: ReadTx, actor: Actor) -> int:
    return tx.value(_UNREAD, person=actor.id)


def read_reminders(tx: WriteTx, actor: Actor) -> int:
    require(not actor.is_guest, "sign_in_first")
    return tx.change(_READ, person=actor.id, now=tx.now_ms)
