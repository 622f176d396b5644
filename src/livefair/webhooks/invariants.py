"""What must always hold of webhooks: nothing on one thing was taken before what came before it."""

from sqlalchemy import and_, select

from livefair.kernel import ReadTx, query
from livefair.webhooks.models import WEBHOOK, WEBHOOK_MESSAGE

FOUND_MAX = 20

_later = WEBHOOK_MESSAGE.alias("later")
_OVERTAKEN = query(
    str,
    select(WEBHOOK_MESSAGE.c.id)
    .join(
        _later,
        and_(
            _later.c.webhook_id == WEBHOOK_MESSAGE.c.webhook_id,
            _later.c.object_id == WEBHOOK_MESSAGE.c.object_id,
            _later.c.sequence > WEBHOOK_MESSAGE.c.sequence,
            _later.c.delivered_at_ms.is_not(None),
        ),
    )
    .where(
        WEBHOOK_MESSAGE.c.state == "waiting",
        WEBHOOK_MESSAGE.c.delivered_at_ms.is_(None),
        WEBHOOK_MESSAGE.c.replayed_at_ms.is_(None),
    )
    .limit(FOUND_MAX),
)
_ASLEEP = query(
    str,
    select(WEBHOOK.c.id)
    .join(WEBHOOK_MESSAGE, WEBHOOK_MESSAGE.c.webhook_id == WEBHOOK.c.id)
    .where(WEBHOOK_MESSAGE.c.state == "waiting", WEBHOOK.c.paused_at_ms.is_(None), WEBHOOK.c.job_due_ms.is_(None))
    .limit(FOUND_MAX),
)


def check(tx: ReadTx) -> list[str]:
    overtaken = [f"webhook message {found} waits, but a later one was taken" for found in tx.all(_OVERTAKEN)]
    return overtaken + [f"webhook {found} has messages that wait for no job" for found in tx.all(_ASLEEP)]
