"""The WebSocket of a room: `/ws/rooms/{room}`. What goes over it is described in docs/room-events.md.

The door (access.py) has looked at the origin and knows who asks before a handler is called.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from litestar import Litestar, Router, WebSocket, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect
from litestar.params import QueryParameter

from livefair.kernel import GUEST, Actor, ReadTx, Refusal, Unavailable
from livefair.live import room_for
from livefair.live.civility import drop_nudged
from livefair.live.draws import enter_draw
from livefair.live.muting import require_entry
from livefair.live.polls import choose
from livefair.live.queries import RoomState, room_state
from livefair.live.questions import ask, vote
from livefair.people import PersonCard
from livefair.realtime import Mark, TokenBucket, TopicFull, Transport, transport_of
from livefair.web.callers import Caller, caller_with_cookie, caller_with_token
from livefair.web.csrf import GUEST_COOKIE
from livefair.web.paths import Id
from livefair.web.room_desk import RoomDesk, question_to_weigh, topic_of
from livefair.web.room_feed import RoomFeed
from livefair.web.room_tally import RoomTally
from livefair.web.services import Services
from livefair.web.visitors import viewer_name

Socket = WebSocket[Caller, None, State]
MESSAGES_PER_S = 10
MESSAGES_BURST = 40
# A client that goes on after so many refusals for its speed is cut off.
TOO_FAST_MAX = 100
# A signed-out or revoked session loses its voice within this time.
CALLER_S = 30.0
JOIN_TRIES = 3
REF_CHARS_MAX = 40

Ref = Annotated[str, msgspec.Meta(max_length=REF_CHARS_MAX)]
Text = Annotated[str, msgspec.Meta(max_length=2_000)]
Key = Annotated[str, msgspec.Meta(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*$")]


class FromBrowser(msgspec.Struct, tag_field="t", forbid_unknown_fields=True, kw_only=True):
    """A message. `ref`, if given, comes back with the answer."""

    ref: Ref | None = None


class Chat(FromBrowser, tag="chat", kw_only=True):
    text: Text
    reply_to: Key | None = None
    key: Key | None = None
    nudge: Key | None = None


class Like(FromBrowser, tag="like", kw_only=True):
    n: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1
    key: Key = ""


class Pulse(FromBrowser, tag="pulse", kw_only=True):
    pulse: Key
    key: Key = ""


class Ask(FromBrowser, tag="ask", kw_only=True):
    text: Text
    nudge: Key | None = None


class Drop(FromBrowser, tag="drop", kw_only=True):
    """Rather not say what one was asked to think about again."""

    id: Key


class Vote(FromBrowser, tag="vote", kw_only=True):
    id: Key


class Enter(FromBrowser, tag="enter", kw_only=True):
    """Take part in a draw."""

    id: Key


class Choose(FromBrowser, tag="choose", kw_only=True):
    """Vote in a poll."""

    id: Key
    option: Annotated[int, msgspec.Meta(ge=1, le=6)]


class Ping(FromBrowser, tag="ping", kw_only=True):
    pass


class Hello(msgspec.Struct, kw_only=True):
    """The first frame, unless the reader has missed nothing: a place in the order of events, and the state there."""

    mark: str
    state: RoomState


class Done(msgspec.Struct, tag_field="t", tag="done", omit_defaults=True, kw_only=True):
    of: str
    ref: str | None = None
    id: str | None = None


class Refused(msgspec.Struct, tag_field="t", tag="refused", omit_defaults=True, kw_only=True):
    code: str
    of: str | None = None
    ref: str | None = None
    params: dict[str, str | int] = {}


Incoming = Chat | Like | Pulse | Ask | Drop | Vote | Enter | Choose | Ping
_decoder: msgspec.json.Decoder[Incoming] = msgspec.json.Decoder(Incoming)
_encode = msgspec.json.encode


@contextlib.asynccontextmanager
async def rooms_alive(app: Litestar) -> AsyncIterator[None]:
    """The desk and the feed of all rooms, for as long as the application lives."""
    services: Services = app.state.services
    desk: RoomDesk = app.state.rooms
    tally: RoomTally = app.state.tally
    async with desk.running(), tally.running(), RoomFeed(services.db, services.hub, desk).running():
        yield


@websocket("/ws/rooms/{room_id:str}")
async def room_socket(
    socket: Socket,
    room_id: Id,
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    source: Annotated[str, QueryParameter(max_length=20)] = "direct",
    video: Annotated[str, QueryParameter(max_length=64)] = "",
) -> None:
    await socket.accept()
    visit = Visit(socket, room_id)
    try:
        await visit.join(Mark.parse(after))
    except Refusal as refusal:
        await visit.send(Refused(code=refusal.code, params=refusal.params))
        await socket.close(code=4000 + refusal.status, reason=refusal.code)
        return
    with contextlib.suppress(WebSocketDisconnect, ConnectionError):
        await visit.last(source=source, from_video_id=video or None)


router = Router("/", route_handlers=[room_socket], include_in_schema=False)


class Visit:
    """One connection to one room, from joining to leaving."""

    def __init__(self, socket: Socket, room_id: str) -> None:
        self._socket = socket
        self._room_id = room_id
        self._topic = topic_of(room_id)
        self._services: Services = socket.app.state.services
        self._desk: RoomDesk = socket.app.state.rooms
        self._tally: RoomTally = socket.app.state.tally
        self._caller: Caller = socket.user
        self._caller_at_s = now_s()
        self._guest = viewer_name(GUEST, socket.cookies.get(GUEST_COOKIE))
        self._transport: Transport = transport_of(socket.scope)
        self._speed = TokenBucket(MESSAGES_PER_S, MESSAGES_BURST)
        self._too_fast = 0

    @property
    def viewer(self) -> str:
        """A person's id, or a guest's random name: what is counted as one viewer."""
        return self._caller.actor.id or self._guest

    async def join(self, after: Mark | None) -> None:
        """Send what was missed, or the state; then be a member. Nothing falls between the two."""
        hub, db = self._services.hub, self._services.db
        if self._caller.actor.is_guest and "authorization" in self._socket.headers:
            self._caller = await caller_with_token(db, self._socket.headers["authorization"])
        await db.read(may_come_in, self._caller.actor, self._room_id)
        try:
            if after is not None and hub.join(self._topic, self._transport, self.viewer, after=after):
                return
            for _ in range(JOIN_TRIES):
                mark = hub.mark(self._topic)
                state = await db.read(room_state, self._caller.actor, self._room_id)
                await self.send(Hello(mark=str(mark), state=state))
                if hub.join(self._topic, self._transport, self.viewer, after=mark):
                    return
        except TopicFull:
            raise Unavailable("room_full") from None
        raise Unavailable("too_busy")

    async def last(self, *, source: str, from_video_id: str | None) -> None:
        """Be there until either side ends it."""
        caller = self._caller
        card = None if caller.actor.is_guest else PersonCard(caller.actor.id, caller.name, caller.avatar_key)
        try:
            stay_id = await self._desk.arrive(
                self._room_id, self.viewer, source=source, from_video_id=from_video_id, card=card
            )
            try:
                await self._listen()
            finally:
                self._desk.depart(stay_id)
        finally:
            self._services.hub.leave(self._topic, self._transport)

    async def send(self, message: msgspec.Struct) -> None:
        await self._socket.send_data(_encode(message).decode(), mode="text")

    async def _listen(self) -> None:
        while (received := await self._socket.receive())["type"] == "websocket.receive":
            if not self._speed.take(now_s()):
                self._too_fast += 1
                if self._too_fast > TOO_FAST_MAX:
                    await self._socket.close(code=4429, reason="too_often")
                    return
                await self.send(Refused(code="too_often"))
                continue
            await self._take(received.get("text"))

    async def _take(self, text: str | None) -> None:
        try:
            message = _decoder.decode(text or "")
        except (msgspec.DecodeError, UnicodeError):  # ValidationError is a DecodeError
            await self.send(Refused(code="bad_message"))
            return
        of = str(message.__struct_config__.tag)
        try:
            await self._require_caller()
            found_id = await self._act(message)
        except Refusal as refusal:
            await self.send(Refused(code=refusal.code, of=of, ref=message.ref, params=refusal.params))
        else:
            if found_id is not None or message.ref is not None or isinstance(message, Ping):
                await self.send(Done(of=of, ref=message.ref, id=found_id))

    async def _act(self, message: Incoming) -> str | None:
        """Returns the id of what came of it, where there is one."""
        actor, db = self._caller.actor, self._services.db
        match message:
            case Chat():
                said = await self._desk.say(
                    actor,
                    self._room_id,
                    text=message.text,
                    reply_to=message.reply_to,
                    key=message.key,
                    nudge=message.nudge,
                )
                await self._desk.kept()
                return said.id
            case Like():
                await self._desk.like(actor, self.viewer, self._room_id, message.n, key=message.key)
                await self._kept_for(message)
            case Pulse():
                await self._desk.pulse(actor, self.viewer, self._room_id, message.pulse, key=message.key)
                await self._kept_for(message)
            case Ask():
                self._desk.require_patience(self.viewer)
                await self._desk.weigh(actor, self._room_id, question_to_weigh(message.text, message.nudge))
                return (await db.write(ask, actor, self._room_id, text=message.text)).id
            case Drop():
                self._desk.require_patience(self.viewer)
                await db.write(drop_nudged, actor, self._room_id, message.id)
            case Vote():
                self._desk.require_patience(self.viewer)
                return (await db.write(vote, actor, message.id)).id
            case Enter():
                self._desk.require_patience(self.viewer)
                ticket = (await db.write(enter_draw, actor, message.id)).ticket
                self._tally.changed(self._room_id, "draw", message.id)
                return ticket
            case Choose():
                self._desk.require_patience(self.viewer)
                await db.write(choose, actor, message.id, option=message.option)
                self._tally.changed(self._room_id, "poll", message.id)
            case Ping():
                pass
        return None

    async def _kept_for(self, message: Like | Pulse) -> None:
        """Who wants an answer gets it when the tap is written down; others do not wait."""
        if message.ref is not None:
            await self._desk.kept()

    async def _require_caller(self) -> None:
        """Look again now and then whether the session still stands: without it one is a guest."""
        if self._caller.session is None or now_s() - self._caller_at_s < CALLER_S:
            return
        self._caller = await caller_with_cookie(self._services.db, self._caller.token)
        self._caller_at_s = now_s()


def may_come_in(tx: ReadTx, actor: Actor, room_id: str) -> None:
    """Also whoever goes on from a mark, and so is not shown the state. Refusals: not_found, barred."""
    room_for(tx, actor, room_id)
    require_entry(tx, actor, room_id)


def now_s() -> float:
    return asyncio.get_running_loop().time()
