"""What players tell in batches: what was watched, finished, liked. Signals are dropped rather than argued about."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated

import msgspec
from litestar import Response, Router, post

from livefair.content import ViewLine, journal_views, like, unlike
from livefair.kernel import HOUR_MS, Actor, Refusal, WriteTx
from livefair.live.finds import note_find
from livefair.web import csrf
from livefair.web.forms import chosen_id
from livefair.web.requests import Answer, AppRequest

SIGNALS_MAX = 60


class Signal(msgspec.Struct):
    """`subject` is such as video:<id> or show:<id>; times in ms since 1970, `ms` a length of time."""

    kind: Annotated[str, msgspec.Meta(max_length=20)]
    subject: Annotated[str, msgspec.Meta(max_length=80)]
    at_ms: Annotated[int, msgspec.Meta(ge=0, le=2**52)] = 0
    ms: Annotated[int, msgspec.Meta(ge=0, le=2**40)] = 0
    of_ms: Annotated[int, msgspec.Meta(ge=0, le=2**40)] = 0


class Batch(msgspec.Struct):
    csrf: Annotated[str, msgspec.Meta(max_length=100)]
    signals: Annotated[list[Signal], msgspec.Meta(max_length=SIGNALS_MAX)]


@post("/signals", opt={"csrf": "in_body"})
async def take_signals(request: AppRequest) -> Answer:
    batch = await request.json_as(Batch)
    request.require_csrf(batch.csrf)
    await request.write(keep, batch.signals, guest_mark(request))
    return Response(b"", status_code=204)


def guest_mark(request: AppRequest) -> str:
    """A guest by a hash of their cookie, so that the journal holds nothing that opens anything."""
    guest = csrf.guest_of(request.cookies.get(csrf.GUEST_COOKIE)) or ""
    return sha256(guest.encode()).hexdigest()[:32] if request.actor.is_guest else ""


def keep(tx: WriteTx, actor: Actor, signals: Sequence[Signal], guest: str) -> None:
    journal_views(tx, actor, views_in(signals, actor, guest, tx.now_ms))
    for signal in signals:
        show_id = subject_of(signal, "show")
        if show_id and signal.kind == "found":
            note_find(tx, actor, show_id, took_ms=signal.ms, guest=guest)
    if actor.is_guest:
        return
    for signal in signals:
        video_id = subject_of(signal, "video")
        if video_id and signal.kind in {"like", "unlike"}:
            _like(tx, actor, video_id, is_liked=signal.kind == "like")


def _like(tx: WriteTx, actor: Actor, video_id: str, *, is_liked: bool) -> None:
    try:
        (like if is_liked else unlike)(tx, actor, video_id)
    except Refusal:  # a video that is gone, or hidden from this person
        return


def views_in(signals: Sequence[Signal], actor: Actor, guest: str, now_ms: int) -> list[ViewLine]:
    """One line for each watch; it was completed if the batch says so of the same video."""
    completed = {signal.subject for signal in signals if signal.kind == "complete"}
    person_id = None if actor.is_guest else actor.id
    return [
        ViewLine(
            video_id=video_id,
            person_id=person_id,
            guest=guest,
            at_ms=min(now_ms, max(now_ms - HOUR_MS, signal.at_ms - signal.ms)),
            watch_ms=signal.ms,
            completed=int(signal.subject in completed),
        )
        for signal in signals
        if signal.kind == "watch" and (video_id := subject_of(signal, "video"))
    ]


def subject_of(signal: Signal, kind: str) -> str | None:
    named, _, subject_id = signal.subject.partition(":")
    return chosen_id(subject_id) if named == kind else None


router = Router("/", route_handlers=[take_signals], request_max_body_size=64 * 1024)
