"""What happened becomes a message for each webhook that wants to hear it, and a job that sends it."""

from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, select

from livefair.kernel import Actor, WriteTx, query
from livefair.kernel.clock import as_datetime
from livefair.webhooks.models import WEBHOOK, WEBHOOK_MESSAGE
from livefair.webhooks.sending import wake
from livefair.webhooks.subscribing import mark_resumed, webhook_for


class News(NamedTuple):
    """`object_id`: the thing it is about, within which order counts (an order, a SKU, a product)."""

    kind: str
    object_id: str
    data: dict[str, object]


class _Hook(NamedTuple):
    id: str
    kinds: str


_HOOKS = query(
    _Hook,
    select(WEBHOOK.c.id, WEBHOOK.c.kinds).where(WEBHOOK.c.organisation_id == bindparam("organisation")),
)


def tell(tx: WriteTx, organisation_id: str, news: News) -> None:
    """Of a listener: write its fact down for all webhooks that hear this kind; a paused one keeps it for later."""
    for hook in tx.all(_HOOKS, organisation=organisation_id):
        if news.kind in hook.kinds.split(","):
            note(tx, hook.id, news, tx.fact_seq)
            wake(tx, hook.id)


def resume_webhook(tx: WriteTx, actor: Actor, webhook_id: str) -> None:
    """Send what has waited, and go on."""
    hook = webhook_for(tx, actor, webhook_id)
    if mark_resumed(tx, hook):
        wake(tx, hook.id)


def note(tx: WriteTx, webhook_id: str, news: News, sequence: int) -> None:
    """Write a message down. `sequence` orders it among those on the same thing."""
    body = {
        "type": news.kind,
        "timestamp": as_datetime(tx.now_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {**news.data, "object_id": news.object_id, "sequence": sequence},
    }
    tx.insert(
        WEBHOOK_MESSAGE,
        id=tx.new_id(),
        webhook_id=webhook_id,
        kind=news.kind,
        object_id=news.object_id,
        sequence=sequence,
        body=msgspec.json.encode(body).decode(),
        state="waiting",
        made_at_ms=tx.now_ms,
        due_at_ms=tx.now_ms,
        attempts=0,
    )
