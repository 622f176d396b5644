"""How people speak in a room: how often, and who."""

from livefair.kernel.clock import MINUTE_MS, SECOND_MS

SLOW_MS_MAX = 10 * MINUTE_MS


def wait_ms(*, slow_ms: int, last_at_ms: int, now_ms: int) -> int:
    """How long somebody has to wait in slow mode before their next line; 0: not at all."""
    return max(0, last_at_ms + slow_ms - now_ms) if slow_ms else 0


def whole_seconds(wait: int) -> int:
    """Rounded up, so that who waits that long has waited long enough."""
    return -(-wait // SECOND_MS)
