"""Permits: who files and who decides, and when a brand is warned. Pure."""

from livefair.kernel.actors import Actor
from livefair.kernel.clock import DAY_MS

NUMBER_CHARS_MAX = 60
AUTHORITY_CHARS_MAX = 120
REASON_CHARS_MAX = 500
YEARS_MAX = 50


def may_file(actor: Actor) -> bool:
    return actor.has("brand") and actor.organisation_id is not None


def may_decide(actor: Actor, brand_id: str) -> bool:
    """A moderator, but nobody decides for their own house."""
    return actor.has("moderator") and actor.organisation_id != brand_id


def is_day_to_come(expires_at_ms: int, *, now_ms: int) -> bool:
    return now_ms < expires_at_ms <= now_ms + YEARS_MAX * 366 * DAY_MS


def warn_after_ms(expires_at_ms: int, *, warn_days: int, now_ms: int) -> int:
    """How long to wait before the brand is told that its permit ends soon; 0: at once."""
    return max(0, expires_at_ms - warn_days * DAY_MS - now_ms)
