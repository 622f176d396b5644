"""Buying together: what a brand may offer. Pure."""

from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, HOUR_MS
from livefair.kernel.errors import require_valid

SIZE_MIN, SIZE_MAX = 2, 100
LASTS_MS_MIN, LASTS_MS_MAX = HOUR_MS // 2, 3 * DAY_MS
ENDS_MS_MAX = 92 * DAY_MS
OFFERS_MAX = 100
GROUPS_SHOWN = 20


class Draft(NamedTuple):
    """`lasts_ms`: so long each group has to become full; `ends_after_ms`: so long new ones are opened."""

    price_minor: int
    size: int
    lasts_ms: int = DAY_MS
    ends_after_ms: int = 14 * DAY_MS


def check_draft(draft: Draft, usual_minor: int) -> None:
    """Invalid: out_of_range, group_price_not_low."""
    bounds = {
        "price": (draft.price_minor, 1, 10**12),
        "size": (draft.size, SIZE_MIN, SIZE_MAX),
        "lasts": (draft.lasts_ms, LASTS_MS_MIN, LASTS_MS_MAX),
        "ends_after": (draft.ends_after_ms, LASTS_MS_MIN, ENDS_MS_MAX),
    }
    for field, (value, least, most) in bounds.items():
        require_valid(least <= value <= most, "out_of_range", field=field)
    require_valid(draft.price_minor < usual_minor, "group_price_not_low", field="price")


def state_of(*, full_at_ms: int | None, failed_at_ms: int | None, closes_at_ms: int, now_ms: int) -> str:
    """open, full, or failed: nobody gets in any more, the money goes back."""
    if full_at_ms is not None:
        return "full"
    return "failed" if failed_at_ms is not None or now_ms >= closes_at_ms else "open"
