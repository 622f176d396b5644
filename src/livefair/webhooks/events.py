"""What happened to webhooks; neither secrets nor addresses beyond the host."""

from livefair.kernel import Fact


class WebhookAdded(Fact, frozen=True, kw_only=True):
    webhook_id: str
    organisation_id: str
    host: str


class WebhookSecretRotated(Fact, frozen=True, kw_only=True):
    webhook_id: str
    organisation_id: str


class WebhookPaused(Fact, frozen=True, kw_only=True):
    """`why` is owner, failing (nobody took anything there for days) or gone (it answered so)."""

    webhook_id: str
    organisation_id: str
    why: str


class WebhookResumed(Fact, frozen=True, kw_only=True):
    webhook_id: str
    organisation_id: str


class WebhookRemoved(Fact, frozen=True, kw_only=True):
    webhook_id: str
    organisation_id: str


class WebhookReplayed(Fact, frozen=True, kw_only=True):
    webhook_id: str
    organisation_id: str
    messages: int
