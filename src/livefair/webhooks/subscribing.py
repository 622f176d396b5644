"""A brand's webhooks: whom its facts are told, kept sealed, paused, resumed and forgotten."""

from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import bindparam, delete, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid
from livefair.webhooks import rules
from livefair.webhooks.events import (
    WebhookAdded,
    WebhookPaused,
    WebhookRemoved,
    WebhookResumed,
    WebhookSecretRotated,
)
from livefair.webhooks.models import WEBHOOK, WEBHOOK_ATTEMPT, WEBHOOK_MESSAGE

SEALED_CHARS_MAX = 2_000


class Subscription(NamedTuple):
    """As its owner sees it: without secrets."""

    id: str
    organisation_id: str
    url: str
    kinds_text: str
    made_at_ms: int
    old_until_ms: int | None
    paused_at_ms: int | None
    paused_why: str | None
    failures: int

    @property
    def kinds(self) -> list[str]:
        return self.kinds_text.split(",")


class Called(NamedTuple):
    """A new webhook: which facts go where. The secret comes sealed, for nothing here opens it."""

    url: str
    kinds: list[str]
    sealed_secret: str


_COLUMNS = [WEBHOOK.c["kinds" if name == "kinds_text" else name] for name in Subscription._fields]
_ONE = query(Subscription, select(*_COLUMNS).where(WEBHOOK.c.id == bindparam("one")))
_OF = query(
    Subscription,
    select(*_COLUMNS).where(WEBHOOK.c.organisation_id == bindparam("organisation")).order_by(WEBHOOK.c.id),
)
_ROTATE = change(
    update(WEBHOOK)
    .where(WEBHOOK.c.id == bindparam("one"))
    .values(
        sealed_old_secret=WEBHOOK.c.sealed_secret, sealed_secret=bindparam("sealed"), old_until_ms=bindparam("until")
    )
)
_PAUSE = change(
    update(WEBHOOK)
    .where(WEBHOOK.c.id == bindparam("one"), WEBHOOK.c.paused_at_ms.is_(None))
    .values(paused_at_ms=bindparam("now"), paused_why=bindparam("why"))
)
_RESUME = change(
    update(WEBHOOK)
    .where(WEBHOOK.c.id == bindparam("one"), WEBHOOK.c.paused_at_ms.is_not(None))
    .values(paused_at_ms=None, paused_why=None, failures=0, rest_until_ms=0)
)
_FRESH_TRIES = change(
    update(WEBHOOK_MESSAGE)
    .where(WEBHOOK_MESSAGE.c.webhook_id == bindparam("webhook"), WEBHOOK_MESSAGE.c.state == "waiting")
    .values(attempts=0, due_at_ms=bindparam("now"))
)
_messages = select(WEBHOOK_MESSAGE.c.id).where(WEBHOOK_MESSAGE.c.webhook_id == bindparam("webhook"))
_FORGET = (
    change(delete(WEBHOOK_ATTEMPT).where(WEBHOOK_ATTEMPT.c.message_id.in_(_messages))),
    change(delete(WEBHOOK_MESSAGE).where(WEBHOOK_MESSAGE.c.webhook_id == bindparam("webhook"))),
    change(delete(WEBHOOK).where(WEBHOOK.c.id == bindparam("webhook"))),
)


def add_webhook(tx: WriteTx, actor: Actor, called: Called) -> str:
    """Tell an address of what happens to one's goods and orders. Invalid bad_webhook_kinds; Conflict too_many_webhooks.

    Whether the address may be called at all is the caller's to check: it depends on the operator's settings.
    """
    brand_id = actor.organisation_id
    require(actor.has("brand") and brand_id is not None, "brands_only")
    kinds = [kind for kind in rules.KINDS if kind in called.kinds]
    require_valid(len(kinds) > 0 and len(kinds) == len(set(called.kinds)), "bad_webhook_kinds", field="kinds")
    require_valid(rules.is_address(called.url, plain_http=True), "bad_webhook_url", field="url")
    require_valid(0 < len(called.sealed_secret) <= SEALED_CHARS_MAX, "bad_value")
    if len(webhooks_of(tx, str(brand_id))) >= rules.WEBHOOKS_MAX:
        raise Conflict("too_many_webhooks", limit=rules.WEBHOOKS_MAX)
    webhook_id = tx.new_id()
    tx.insert(
        WEBHOOK,
        id=webhook_id,
        organisation_id=brand_id,
        url=called.url,
        kinds=",".join(kinds),
        sealed_secret=called.sealed_secret,
        made_by=actor.id,
        made_at_ms=tx.now_ms,
        failures=0,
        rest_until_ms=0,
    )
    host = urlsplit(called.url).hostname or ""
    tx.announce(WebhookAdded(webhook_id=webhook_id, organisation_id=str(brand_id), host=host))
    return webhook_id


def rotate_secret(tx: WriteTx, actor: Actor, webhook_id: str, *, sealed_secret: str) -> None:
    """Sign with a new secret from now on, and for a day with the old one too."""
    hook = webhook_for(tx, actor, webhook_id)
    require_valid(0 < len(sealed_secret) <= SEALED_CHARS_MAX, "bad_value")
    tx.change(_ROTATE, one=webhook_id, sealed=sealed_secret, until=tx.now_ms + rules.OLD_SECRET_MS)
    tx.announce(WebhookSecretRotated(webhook_id=webhook_id, organisation_id=hook.organisation_id))


def pause_webhook(tx: WriteTx, actor: Actor, webhook_id: str) -> None:
    """What happens meanwhile is kept and sent when it is resumed."""
    stop_sending(tx, webhook_for(tx, actor, webhook_id), "owner")


def stop_sending(tx: WriteTx, hook: Subscription, why: str) -> None:
    if tx.change(_PAUSE, one=hook.id, why=why, now=tx.now_ms):
        tx.announce(WebhookPaused(webhook_id=hook.id, organisation_id=hook.organisation_id, why=why))


def mark_resumed(tx: WriteTx, hook: Subscription) -> bool:
    """What waits gets all its tries anew. False when it was not paused."""
    if not tx.change(_RESUME, one=hook.id):
        return False
    tx.change(_FRESH_TRIES, webhook=hook.id, now=tx.now_ms)
    tx.announce(WebhookResumed(webhook_id=hook.id, organisation_id=hook.organisation_id))
    return True


def remove_webhook(tx: WriteTx, actor: Actor, webhook_id: str) -> None:
    """Forget it, its secrets and everything that it was or was to be told."""
    hook = webhook_for(tx, actor, webhook_id)
    for statement in _FORGET:
        tx.change(statement, webhook=webhook_id)
    tx.announce(WebhookRemoved(webhook_id=webhook_id, organisation_id=hook.organisation_id))


def webhook_for(tx: ReadTx, actor: Actor, webhook_id: str) -> Subscription:
    hook = tx.one(_ONE, one=webhook_id)
    if hook is None or not actor.has("brand") or hook.organisation_id != actor.organisation_id:
        not_found("webhook")
    return hook


def webhook_called(tx: ReadTx, webhook_id: str) -> Subscription | None:
    """For the program only."""
    return tx.one(_ONE, one=webhook_id)


def webhooks_of(tx: ReadTx, organisation_id: str) -> list[Subscription]:
    """For callers who have checked who may see them."""
    return tx.all(_OF, organisation=organisation_id)
