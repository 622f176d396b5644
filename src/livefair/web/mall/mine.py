"""What is mine: the hub, what I receive, and what I was told."""

from collections.abc import Sequence
from typing import NamedTuple

from litestar import Router, get, post

from livefair.governance import read_notices
from livefair.governance.queries import MyNotice, my_notices
from livefair.kernel import Actor, Money, ReadTx, WriteTx
from livefair.live.reminders import Reminder, my_reminders, read_reminders
from livefair.live.seats import Invitation, my_invitations
from livefair.people import person_card
from livefair.people.devices import is_told_here
from livefair.people.notes import Note, my_notes, read_notes
from livefair.value.payouts.notices import PayoutNotice, my_payout_notices, read_payout_notices
from livefair.web import i18n
from livefair.web.access import REMOVED_TOO, SIGNED_IN, needs
from livefair.web.mall.deeds import deeds
from livefair.web.money_views import Wanted, balance, statement
from livefair.web.paths import Before
from livefair.web.requests import Answer, AppRequest
from livefair.web.survey_views import question_now
from livefair.web.words import sentence, spoken


class NoteView(NamedTuple):
    id: str
    text: str
    at_ms: int
    href: str | None
    is_new: bool
    kind: str


@get("/me")
async def show_me(request: AppRequest) -> Answer:
    released: Money = (await request.read(balance, request.actor, request.actor.id)).released
    return await request.page("mall/me.html", {"balance": released, "question": await question_now(request)})


@get("/me/value")
async def show_value(request: AppRequest, before: Before = None) -> Answer:
    wanted = Wanted(request.actor.id, "/me/value", request.services.payouts.terms, before)
    page = await request.read(statement, request.actor, wanted, request.locale)
    done = await request.read(deeds, request.actor, request.locale)
    return await request.page("mall/value.html", {**page._asdict(), "deeds": done})


@get("/me/notifications")
async def show_notices(request: AppRequest) -> Answer:
    session = request.caller.session
    notes = await request.read(notes_for, request.actor, request.locale)
    told_here = session is not None and await request.read(is_told_here, session.id)
    context = {"push_key": request.services.settings.push_key, "is_told_here": told_here}
    return await request.page("mall/notifications.html", {"notes": notes, "next_url": None, **context})


def notes_for(tx: ReadTx, actor: Actor, locale: str) -> list[NoteView]:
    """Decisions, reminders, invitations to a seat, payouts and what else one was told, newest first."""
    decisions = [note_view(notice, locale) for notice in my_notices(tx, actor)]
    reminders = [reminder_view(tx, reminder, locale) for reminder in my_reminders(tx, actor)]
    seats = [invitation_view(tx, invitation, locale) for invitation in my_invitations(tx, actor)]
    payouts = [payout_note(notice, locale) for notice in my_payout_notices(tx, actor)]
    told = [told_view(note, locale) for note in my_notes(tx, actor)]
    return sorted([*decisions, *reminders, *seats, *payouts, *told], key=lambda note: -note.at_ms)


def reminder_view(tx: ReadTx, reminder: Reminder, locale: str) -> NoteView:
    words = {"host": person_card(tx, reminder.host_id).name, "title": reminder.title}
    return NoteView(
        id=reminder.show_id,
        text=sentence("reminder_soon", words, locale),
        at_ms=reminder.given_at_ms,
        href=f"/live/{reminder.room_id}",
        is_new=reminder.read_at_ms is None,
        kind="live",
    )


def invitation_view(tx: ReadTx, invitation: Invitation, locale: str) -> NoteView:
    """New for as long as it waits for an answer."""
    words = {"host": person_card(tx, invitation.host_id).name}
    return NoteView(
        id=invitation.seat_id,
        text=sentence("seat_offered" if invitation.is_waiting else "seat_was_offered", words, locale),
        at_ms=invitation.opened_at_ms,
        href=f"/live/{invitation.room_id}/seat" if invitation.is_waiting else None,
        is_new=invitation.is_waiting,
        kind="live",
    )


def note_view(notice: MyNotice, locale: str) -> NoteView:
    """`case_decided` and `appeal_decided` are about something of mine; the others about my report."""
    is_mine = notice.kind in {"case_decided", "appeal_decided"}
    return NoteView(
        id=notice.id,
        text=sentence(f"notice_{notice.kind}", {}, locale),
        at_ms=notice.given_at_ms,
        href=f"/cases/{notice.case_id}" if is_mine else None,
        is_new=notice.read_at_ms is None,
        kind="case",
    )


def payout_note(notice: PayoutNotice, locale: str) -> NoteView:
    words = {"amount": i18n.money(Money(notice.amount_minor, notice.currency), locale), "last4": notice.last4}
    return NoteView(
        id=notice.payout_id,
        text=sentence(f"payout_note_{notice.kind}", words, locale),
        at_ms=notice.given_at_ms,
        href=f"/me/payouts/{notice.payout_id}",
        is_new=notice.read_at_ms is None,
        kind="value",
    )


def told_view(note: Note, locale: str) -> NoteView:
    return NoteView(
        id=note.id,
        text=sentence(note.code, spoken(note.words, locale), locale),
        at_ms=note.given_at_ms,
        href=note.href or None,
        is_new=note.read_at_ms is None,
        kind="people",
    )


@post("/me/notifications/read", opt=REMOVED_TOO)
async def mark_read(request: AppRequest) -> Answer:
    await request.write(read_all)
    return request.go("/me/notifications")


def read_all(tx: WriteTx, actor: Actor) -> None:
    read_notices(tx, actor, unread(tx, actor))
    read_reminders(tx, actor)
    read_payout_notices(tx, actor)
    read_notes(tx, actor)


def unread(tx: ReadTx, actor: Actor) -> list[str]:
    found: Sequence[MyNotice] = my_notices(tx, actor)
    return [notice.id for notice in found if notice.read_at_ms is None]


router = Router("/", route_handlers=[show_me, show_value, show_notices, mark_read], opt=needs(*SIGNED_IN))
