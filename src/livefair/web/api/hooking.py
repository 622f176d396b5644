"""Webhooks by programs. A secret is answered once, when it is made; no other answer holds it."""

from typing import Annotated

import msgspec
from litestar import Router, delete, get, post
from litestar.params import JSONBody, QueryParameter

from livefair.kernel import Actor, ReadTx
from livefair.web.access import needs
from livefair.web.api.shapes import Body, Made
from livefair.web.desk.webhooks import Address, HookView, Kind, LogPage, change_secret, hooks_of, log_page, make_webhook
from livefair.web.paths import Id as PathId
from livefair.web.requests import AppRequest
from livefair.webhooks import pause_webhook, remove_webhook, resume_webhook, rules
from livefair.webhooks.messages import LAST, replay_message, replay_since, send_test, skip_message

Before = Annotated[str, QueryParameter(pattern=r"^([0-9a-f-]{36}|~)$", description="Go on before this message")]


class NewWebhook(Body, kw_only=True):
    """`kinds` are of those that docs/webhooks.md lists."""

    url: Annotated[Address, msgspec.Meta(min_length=1)]
    kinds: Annotated[list[Kind], msgspec.Meta(min_length=1, max_length=len(rules.KINDS))]


class MadeWebhook(Made, kw_only=True):
    """`secret` verifies what comes; it is shown this once."""

    secret: str


class NewSecret(msgspec.Struct, kw_only=True):
    secret: str


class Since(Body, kw_only=True):
    since_ms: Annotated[int, msgspec.Meta(ge=0, le=2**52)]


class Replayed(msgspec.Struct, kw_only=True):
    messages: int


class Webhook(msgspec.Struct, kw_only=True):
    """`state` is on, resting (it did not answer), or why it is paused: owner (by you), failing, gone (410)."""

    id: str
    url: str
    kinds: list[str]
    state: str
    waiting: int
    delivered: int
    skipped: int


class Try(msgspec.Struct, kw_only=True):
    at_ms: int
    status: int | None
    took_ms: int
    error: str


class ToldMessage(msgspec.Struct, kw_only=True):
    """`state` is waiting, delivered or skipped; `body` is what was sent."""

    id: str
    kind: str
    object_id: str
    sequence: int
    state: str
    made_at_ms: int
    due_at_ms: int
    body: str
    attempts: list[Try]


def shape_of(hook: HookView) -> Webhook:
    return Webhook(id=hook.id, url=hook.url, kinds=hook.kinds, state=hook.state, **hook.counts._asdict())


def webhooks_for(tx: ReadTx, actor: Actor) -> list[Webhook]:
    return [shape_of(hook) for hook in hooks_of(tx, actor)]


def told(page: LogPage) -> list[ToldMessage]:
    return [
        ToldMessage(
            id=message.id,
            kind=message.kind,
            object_id=message.object_id,
            sequence=message.sequence,
            state=message.state,
            made_at_ms=message.made_at_ms,
            due_at_ms=message.due_at_ms,
            body=message.body,
            attempts=[Try(at_ms=t.at_ms, status=t.status, took_ms=t.took_ms, error=t.error) for t in attempts],
        )
        for message, attempts in page.messages
    ]


@get("/webhooks", summary="My brand's webhooks")
async def list_webhooks(request: AppRequest) -> list[Webhook]:
    return await request.read(webhooks_for, request.actor)


@post("/webhooks", summary="Have an address told of what happens")
async def add(request: AppRequest, data: JSONBody[NewWebhook]) -> MadeWebhook:
    webhook_id, secret = await make_webhook(request, data.url, data.kinds)
    return MadeWebhook(id=webhook_id, secret=secret)


@delete("/webhooks/{webhook_id:str}", status_code=204, summary="Forget a webhook with everything that it was told")
async def remove(request: AppRequest, webhook_id: PathId) -> None:
    await request.write(remove_webhook, webhook_id)


@post("/webhooks/{webhook_id:str}/secret", summary="A new secret; the old one counts for a day more")
async def rotate(request: AppRequest, webhook_id: PathId) -> NewSecret:
    return NewSecret(secret=await change_secret(request, webhook_id))


@post("/webhooks/{webhook_id:str}/pause", status_code=204, summary="Send nothing for the time being")
async def pause(request: AppRequest, webhook_id: PathId) -> None:
    await request.write(pause_webhook, webhook_id)


@post("/webhooks/{webhook_id:str}/resume", status_code=204, summary="Send what has waited, and go on")
async def resume(request: AppRequest, webhook_id: PathId) -> None:
    await request.write(resume_webhook, webhook_id)


@post("/webhooks/{webhook_id:str}/test", status_code=204, summary="Send a message about nothing")
async def try_it(request: AppRequest, webhook_id: PathId) -> None:
    await request.write(send_test, webhook_id)


@post("/webhooks/{webhook_id:str}/replay", summary="Send everything since a moment once more, 500 at most")
async def replay(request: AppRequest, webhook_id: PathId, data: JSONBody[Since]) -> Replayed:
    return Replayed(messages=await request.write(replay_since, webhook_id, since_ms=data.since_ms))


@get("/webhooks/{webhook_id:str}/messages", summary="What a webhook was and is to be told, newest first")
async def list_messages(request: AppRequest, webhook_id: PathId, before: Before = LAST) -> list[ToldMessage]:
    return told(await request.read(log_page, request.actor, webhook_id, before))


@post("/webhook-messages/{message_id:str}/replay", status_code=204, summary="Send one message once more")
async def replay_one(request: AppRequest, message_id: PathId) -> None:
    await request.write(replay_message, message_id)


@post("/webhook-messages/{message_id:str}/skip", status_code=204, summary="Give a message up, so that the next may go")
async def skip_one(request: AppRequest, message_id: PathId) -> None:
    await request.write(skip_message, message_id)


router = Router(
    "/",
    route_handlers=[
        list_webhooks,
        add,
        remove,
        rotate,
        pause,
        resume,
        try_it,
        replay,
        list_messages,
        replay_one,
        skip_one,
    ],
    opt=needs("brand"),
    tags=["webhooks"],
)
