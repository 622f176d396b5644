"""What a webhook was told and is to be told: the log that its owner reads, sends again and skips from."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, text_in
from livefair.webhooks import rules
from livefair.webhooks.events import WebhookReplayed
from livefair.webhooks.models import WEBHOOK_ATTEMPT, WEBHOOK_MESSAGE
from livefair.webhooks.sending import wake
from livefair.webhooks.subscribing import Subscription, webhook_for
from livefair.webhooks.telling import News, note

LAST = "~"
PAGE = 50
TEST_KIND = "webhook.test"


class Message(NamedTuple):
    id: str
    webhook_id: str
    kind: str
    object_id: str
    sequence: int
    body: str
    state: str
    made_at_ms: int
    due_at_ms: int
    attempts: int
    delivered_at_ms: int | None


class Attempt(NamedTuple):
    message_id: str
    at_ms: int
    status: int | None
    took_ms: int
    error: str


class Counts(NamedTuple):
    waiting: int
    delivered: int
    skipped: int


_COLUMNS = [WEBHOOK_MESSAGE.c[name] for name in Message._fields]
_ONE = query(Message, select(*_COLUMNS).where(WEBHOOK_MESSAGE.c.id == bindparam("one")))
_OF = query(
    Message,
    select(*_COLUMNS)
    .where(WEBHOOK_MESSAGE.c.webhook_id == bindparam("webhook"), WEBHOOK_MESSAGE.c.id < bindparam("before"))
    .order_by(WEBHOOK_MESSAGE.c.id.desc())
    .limit(PAGE),
)
_ATTEMPTS = query(
    Attempt,
    select(*(WEBHOOK_ATTEMPT.c[name] for name in Attempt._fields))
    .where(text_in(WEBHOOK_ATTEMPT.c.message_id, "ids"))
    .order_by(WEBHOOK_ATTEMPT.c.id),
)
_is = WEBHOOK_MESSAGE.c.state
_COUNTS = query(
    Counts,
    select(*(func.count().filter(_is == state) for state in Counts._fields)).where(
        WEBHOOK_MESSAGE.c.webhook_id == bindparam("webhook")
    ),
)
_LAST = query(
    int,
    select(func.coalesce(func.max(WEBHOOK_MESSAGE.c.sequence), 0)).where(
        WEBHOOK_MESSAGE.c.webhook_id == bindparam("webhook"), WEBHOOK_MESSAGE.c.object_id == bindparam("thing")
    ),
)
_AGAIN = change(
    update(WEBHOOK_MESSAGE)
    .where(WEBHOOK_MESSAGE.c.id == bindparam("one"), WEBHOOK_MESSAGE.c.state != "waiting")
    .values(state="waiting", attempts=0, due_at_ms=bindparam("now"), replayed_at_ms=bindparam("now"))
)
_NOW = change(
    update(WEBHOOK_MESSAGE)
    .where(WEBHOOK_MESSAGE.c.id == bindparam("one"), WEBHOOK_MESSAGE.c.state == "waiting")
    .values(attempts=0, due_at_ms=bindparam("now"))
)
_SKIP = change(
    update(WEBHOOK_MESSAGE)
    .where(WEBHOOK_MESSAGE.c.id == bindparam("one"), WEBHOOK_MESSAGE.c.state == "waiting")
    .values(state="skipped")
)
_SINCE = query(
    str,
    select(WEBHOOK_MESSAGE.c.id)
    .where(
        WEBHOOK_MESSAGE.c.webhook_id == bindparam("webhook"),
        WEBHOOK_MESSAGE.c.made_at_ms >= bindparam("since"),
        WEBHOOK_MESSAGE.c.state != "waiting",
    )
    .order_by(WEBHOOK_MESSAGE.c.id)
    .limit(rules.REPLAY_MAX),
)


def replay_message(tx: WriteTx, actor: Actor, message_id: str) -> None:
    """Send it once more under the same id, or now instead of later."""
    message, hook = _message_for(tx, actor, message_id)
    if not (tx.change(_AGAIN, one=message.id, now=tx.now_ms) or tx.change(_NOW, one=message.id, now=tx.now_ms)):
        not_found("webhook_message")
    _sent_again(tx, hook, 1)


def replay_since(tx: WriteTx, actor: Actor, webhook_id: str, *, since_ms: int) -> int:
    """Send everything since a moment once more, oldest first: at most REPLAY_MAX. Returns how many."""
    hook = webhook_for(tx, actor, webhook_id)
    found = tx.all(_SINCE, webhook=webhook_id, since=since_ms)
    for message_id in found:
        tx.change(_AGAIN, one=message_id, now=tx.now_ms)
    if found:
        _sent_again(tx, hook, len(found))
    return len(found)


def skip_message(tx: WriteTx, actor: Actor, message_id: str) -> None:
    """What the receiver will never take: the next on the same thing may go."""
    message, hook = _message_for(tx, actor, message_id)
    if not tx.change(_SKIP, one=message.id):
        raise Conflict("webhook_not_waiting")
    wake(tx, hook.id)


def send_test(tx: WriteTx, actor: Actor, webhook_id: str) -> None:
    """A message about nothing, to try the way."""
    hook = webhook_for(tx, actor, webhook_id)
    if hook.paused_at_ms is not None:
        raise Conflict("webhook_paused")
    note(tx, hook.id, News(TEST_KIND, hook.id, {}), 1 + tx.value(_LAST, webhook=hook.id, thing=hook.id))
    wake(tx, hook.id)


def messages_of(tx: ReadTx, actor: Actor, webhook_id: str, *, before: str = LAST) -> list[Message]:
    """Newest first, PAGE of them."""
    webhook_for(tx, actor, webhook_id)
    return tx.all(_OF, webhook=webhook_id, before=before)


def attempts_at(tx: ReadTx, message_ids: list[str]) -> dict[str, list[Attempt]]:
    """By message, oldest first. For callers who have checked who may see them."""
    found: dict[str, list[Attempt]] = {message_id: [] for message_id in message_ids}
    for attempt in tx.all(_ATTEMPTS, ids=message_ids) if message_ids else ():
        found[attempt.message_id].append(attempt)
    return found


def counts_of(tx: ReadTx, webhook_id: str) -> Counts:
    return tx.value(_COUNTS, webhook=webhook_id)


def _message_for(tx: ReadTx, actor: Actor, message_id: str) -> tuple[Message, Subscription]:
    message = tx.one(_ONE, one=message_id) or not_found("webhook_message")
    return message, webhook_for(tx, actor, message.webhook_id)


def _sent_again(tx: WriteTx, hook: Subscription, messages: int) -> None:
    wake(tx, hook.id)
    tx.announce(WebhookReplayed(webhook_id=hook.id, organisation_id=hook.organisation_id, messages=messages))
