"""How one viewer wants to see rooms: text size, how much chat, still, which picture. Kept in a cookie."""

from typing import NamedTuple

from litestar import Response, Router, get, post

from livefair.kernel import Actor, ReadTx
from livefair.live.rooms import may_moderate, room_for
from livefair.web.forms import Form, Word
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

PANEL_COOKIE = "lf_panel"
CHOICES = {
    "size": ("normal", "large", "huge"),
    "chat": ("all", "calm", "few", "none"),
    "motion": ("lively", "still"),
    "picture": ("auto", "best", "medium", "small", "sound"),
    "captions": ("off", "on"),
}
KEPT_S = 365 * 24 * 3600


class Panel(NamedTuple):
    """`chat`: all; calm: what people say; few: host, helpers and what concerns oneself; none: quiet mode.

    `picture`: auto as the connection bears; sound: none.
    """

    size: str = "normal"
    chat: str = "all"
    motion: str = "lively"
    picture: str = "auto"
    captions: str = "off"


class Choosing(Form, frozen=True, kw_only=True):
    size: Word = "normal"
    chat: Word = "all"
    motion: Word = "lively"
    picture: Word = "auto"
    captions: Word = "off"


def panel_of(request: AppRequest) -> Panel:
    """Whatever else the cookie may hold, only words of CHOICES come out."""
    return checked(request.cookies.get(PANEL_COOKIE, "")[:100].split("."))


def checked(words: list[str]) -> Panel:
    given = dict(zip(CHOICES, words, strict=False))
    return Panel(**{name: given[name] for name, allowed in CHOICES.items() if given.get(name) in allowed})


def helps_in(tx: ReadTx, actor: Actor, room_id: str) -> bool:
    return may_moderate(tx, actor, room_for(tx, actor, room_id))


@get("/live/{room_id:str}/panel")
async def show_panel(request: AppRequest, room_id: Id) -> Answer:
    template = "mall/_panel.html" if request.is_fragment else "mall/panel.html"
    helps = await request.read(helps_in, request.actor, room_id)
    context = {"room_id": room_id, "panel": panel_of(request), "choices": CHOICES, "may_moderate": helps}
    return await request.page(template, context)


@post("/live/{room_id:str}/panel")
async def keep_panel(request: AppRequest, room_id: Id) -> Answer:
    form = await request.form_as(Choosing)
    panel = checked([form.size, form.chat, form.motion, form.picture, form.captions])
    answer: Answer = Response(b"", status_code=204) if request.is_fragment else request.go(f"/live/{room_id}")
    answer.set_cookie(request.cookie(PANEL_COOKIE, ".".join(panel), max_age_s=KEPT_S))
    return answer


router = Router("/", route_handlers=[show_panel, keep_panel])
