"""A brand's webhooks: add one, see what it was told and how that went, send again, skip, change the secret."""

import secrets
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit

import msgspec
from litestar import Router, get, post

from livefair.kernel import Actor, Invalid, ReadTx, Refusal
from livefair.kernel.clock import HOUR_MS
from livefair.web.desk.overview import brand_of
from livefair.web.forms import Form, chosen_id
from livefair.web.messenger import is_literal, is_outside
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.webhooks import (
    Called,
    Subscription,
    add_webhook,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    rotate_secret,
    rules,
    webhook_for,
    webhooks_of,
)
from livefair.webhooks.messages import (
    LAST,
    PAGE,
    Attempt,
    Counts,
    Message,
    attempts_at,
    counts_of,
    messages_of,
    replay_message,
    replay_since,
    send_test,
    skip_message,
)

HERE = "/desk/webhooks"
Address = Annotated[str, msgspec.Meta(max_length=rules.URL_CHARS_MAX, pattern=r"^[^\x00]*$")]
Kind = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[a-z_.]+$")]


class NewWebhook(Form, frozen=True, kw_only=True):
    url: Address
    kinds: Annotated[list[Kind], msgspec.Meta(max_length=len(rules.KINDS))] = msgspec.field(default_factory=list)


class Replay(Form, frozen=True, kw_only=True):
    hours: Annotated[int, msgspec.Meta(ge=1, le=720)] = 24


class HookView(NamedTuple):
    """`state` is on, resting, owner, failing or gone."""

    id: str
    url: str
    host: str
    kinds: list[str]
    state: str
    old_until_ms: int | None
    counts: Counts


class MessageView(NamedTuple):
    message: Message
    attempts: list[Attempt]


class LogPage(NamedTuple):
    hook: HookView
    messages: list[MessageView]
    next_url: str | None


def hook_view(tx: ReadTx, hook: Subscription) -> HookView:
    old_until_ms = hook.old_until_ms if (hook.old_until_ms or 0) > tx.now_ms else None
    return HookView(
        id=hook.id,
        url=hook.url,
        host=urlsplit(hook.url).hostname or "",
        kinds=hook.kinds,
        state=hook.paused_why or ("resting" if hook.failures else "on"),
        old_until_ms=old_until_ms,
        counts=counts_of(tx, hook.id),
    )


def hooks_of(tx: ReadTx, actor: Actor) -> list[HookView]:
    return [hook_view(tx, hook) for hook in webhooks_of(tx, brand_of(actor))]


def log_page(tx: ReadTx, actor: Actor, webhook_id: str, before: str) -> LogPage:
    hook = webhook_for(tx, actor, webhook_id)
    found = messages_of(tx, actor, webhook_id, before=before)
    attempts = attempts_at(tx, [message.id for message in found])
    next_url = f"{HERE}/{webhook_id}?before={found[-1].id}" if len(found) == PAGE else None
    return LogPage(hook_view(tx, hook), [MessageView(each, attempts[each.id]) for each in found], next_url)


def new_secret() -> str:
    return rules.secret_from(secrets.token_bytes(rules.SECRET_BYTES))


def require_address(request: AppRequest, url: str) -> str:
    """An address that may be called. Invalid: bad_webhook_url, address_forbidden."""
    anywhere = request.services.settings.webhooks_anywhere
    if not rules.is_address(url, plain_http=anywhere):
        raise Invalid("bad_webhook_url", field="url")
    host = urlsplit(url).hostname or ""
    if not anywhere and (host == "localhost" or (is_literal(host) and not is_outside(host))):
        raise Invalid("address_forbidden", field="url")
    return url


async def make_webhook(request: AppRequest, url: str, kinds: list[str]) -> tuple[str, str]:
    """(id, secret). The secret is kept sealed and never shown again."""
    secret = new_secret()
    called = Called(require_address(request, url.strip()), kinds, request.services.seal.close(secret))
    return await request.write(add_webhook, called), secret


async def change_secret(request: AppRequest, webhook_id: str) -> str:
    secret = new_secret()
    await request.write(rotate_secret, webhook_id, sealed_secret=request.services.seal.close(secret))
    return secret


@get("/webhooks")
async def show_webhooks(request: AppRequest) -> Answer:
    return await _page(request)


async def _page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed()
    context = {
        "hooks": await request.read(hooks_of, request.actor),
        "kinds": rules.KINDS,
        "url": typed.first("url")[: rules.URL_CHARS_MAX],
        "chosen": typed.texts.get("kinds", list(rules.KINDS) if refusal is None else []),
        "may_add": True,
    }
    if refusal is not None:
        return await request.again("desk/webhooks.html", refusal, context)
    return await request.page("desk/webhooks.html", context)


@post("/webhooks")
async def add(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewWebhook)
        webhook_id, secret = await make_webhook(request, form.url, form.kinds)
    except Refusal as refusal:
        return await _page(request, refusal)
    return await _log(request, webhook_id, new_secret=secret)


@get("/webhooks/{webhook_id:str}")
async def show_webhook(request: AppRequest, webhook_id: Id) -> Answer:
    return await _log(request, webhook_id)


async def _log(
    request: AppRequest, webhook_id: str, *, new_secret: str | None = None, refusal: Refusal | None = None
) -> Answer:
    before = chosen_id(request.query_params.get("before", "")) or LAST
    page = await request.read(log_page, request.actor, webhook_id, before)
    context = {**page._asdict(), "new_secret": new_secret}
    if refusal is not None:
        return await request.again("desk/webhook.html", refusal, context)
    return await request.page("desk/webhook.html", context)


@post("/webhooks/{webhook_id:str}/secret")
async def rotate(request: AppRequest, webhook_id: Id) -> Answer:
    return await _log(request, webhook_id, new_secret=await change_secret(request, webhook_id))


@post("/webhooks/{webhook_id:str}/pause")
async def pause(request: AppRequest, webhook_id: Id) -> Answer:
    await request.write(pause_webhook, webhook_id)
    return request.go(f"{HERE}/{webhook_id}", toast="saved")


@post("/webhooks/{webhook_id:str}/resume")
async def resume(request: AppRequest, webhook_id: Id) -> Answer:
    await request.write(resume_webhook, webhook_id)
    return request.go(f"{HERE}/{webhook_id}", toast="saved")


@post("/webhooks/{webhook_id:str}/remove")
async def remove(request: AppRequest, webhook_id: Id) -> Answer:
    await request.write(remove_webhook, webhook_id)
    return request.go(HERE, toast="saved")


@post("/webhooks/{webhook_id:str}/test")
async def try_it(request: AppRequest, webhook_id: Id) -> Answer:
    try:
        await request.write(send_test, webhook_id)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _log(request, webhook_id, refusal=refusal)
    return request.go(f"{HERE}/{webhook_id}", toast="sent_again")


@post("/webhooks/{webhook_id:str}/replay")
async def replay_all(request: AppRequest, webhook_id: Id) -> Answer:
    form = await request.form_as(Replay)
    since_ms = request.services.db.clock() - form.hours * HOUR_MS
    await request.write(replay_since, webhook_id, since_ms=since_ms)
    return request.go(f"{HERE}/{webhook_id}", toast="sent_again")


@post("/webhooks/{webhook_id:str}/messages/{message_id:str}/replay")
async def replay_one(request: AppRequest, webhook_id: Id, message_id: Id) -> Answer:
    await request.write(replay_message, message_id)
    return request.go(f"{HERE}/{webhook_id}", toast="sent_again")


@post("/webhooks/{webhook_id:str}/messages/{message_id:str}/skip")
async def skip_one(request: AppRequest, webhook_id: Id, message_id: Id) -> Answer:
    try:
        await request.write(skip_message, message_id)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await _log(request, webhook_id, refusal=refusal)
    return request.go(f"{HERE}/{webhook_id}", toast="saved")


router = Router(
    "/",
    route_handlers=[
        show_webhooks,
        add,
        show_webhook,
        rotate,
        pause,
        resume,
        remove,
        try_it,
        replay_all,
        replay_one,
        skip_one,
    ],
)
