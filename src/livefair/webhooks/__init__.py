"""Webhooks: what programs of others are told. A brand's address hears the facts that concern it: signed, in order for
each thing, sent again until they are taken, kept for a month to be sent once more.

It stands above all domains and only listens to them; nothing waits for it.
"""

from livefair.webhooks import rules
from livefair.webhooks.subscribing import (
    Called,
    Subscription,
    add_webhook,
    pause_webhook,
    remove_webhook,
    rotate_secret,
    webhook_for,
    webhooks_of,
)
from livefair.webhooks.telling import resume_webhook

__all__ = [
    "Called",
    "Subscription",
    "add_webhook",
    "pause_webhook",
    "remove_webhook",
    "resume_webhook",
    "rotate_secret",
    "rules",
    "webhook_for",
    "webhooks_of",
]
