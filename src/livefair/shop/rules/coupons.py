"""Coupons: what may be issued and who may still claim one. Pure."""

import re
import unicodedata
from typing import NamedTuple

from livefair.kernel.clock import DAY_MS
from livefair.kernel.errors import require_valid
from livefair.shop.rules.quote import Payer

TITLE_CHARS_MAX = 40
CODE = re.compile(r"[A-Z0-9]{4,16}")
QUANTITY_MAX = 1_000_000
LIMIT_MAX = 20
PERCENT_BP_MAX = 9_000
AMOUNT_MINOR_MAX = 10**9
LASTS_MS_MAX = 366 * DAY_MS
IN_FORCE_MAX = 100
HELD_MAX = 200
CLUB_LEVEL_MAX = 10
"""The highest level of a fan club."""


class Draft(NamedTuple):
    """`off_minor`, or `percent_bp` of what is bought with `cap_minor` as the most; `least_minor` has to be bought.

    `code` "": it is claimed by tap alone. `host_id`: only in the rooms of that host, who is the host that pays where
    the `payer` is one. `is_for_first_order`: for who has never bought of the payer; `club_level` 0 is for everybody.
    """

    title: str
    off_minor: int = 0
    percent_bp: int = 0
    cap_minor: int | None = None
    least_minor: int = 0
    currency: str = "CNY"
    quantity: int = 100
    limit_per_person: int = 1
    until_ms: int = 0
    code: str = ""
    host_id: str | None = None
    payer: Payer = "brand"
    is_for_first_order: bool = False
    club_level: int = 0


def check_draft(draft: Draft, *, now_ms: int) -> None:
    """Invalid: coupon_needs_value, out_of_range, bad_code, club_needs_host, first_order_once."""
    require_valid((draft.off_minor > 0) != (draft.percent_bp > 0), "coupon_needs_value", field="off")
    bounds = {
        "off": (draft.off_minor, 0, AMOUNT_MINOR_MAX),
        "percent": (draft.percent_bp, 0, PERCENT_BP_MAX),
        "cap": (draft.cap_minor or 1, 1, AMOUNT_MINOR_MAX),
        "least": (draft.least_minor, 0, AMOUNT_MINOR_MAX),
        "quantity": (draft.quantity, 1, QUANTITY_MAX),
        "limit_per_person": (draft.limit_per_person, 1, LIMIT_MAX),
        "club_level": (draft.club_level, 0, CLUB_LEVEL_MAX),
        "until": (draft.until_ms, now_ms + 1, now_ms + LASTS_MS_MAX),
    }
    for field, (value, least, most) in bounds.items():
        require_valid(least <= value <= most, "out_of_range", field=field)
    # A club is known in its host's rooms alone, and a code is typed elsewhere.
    is_there = draft.host_id is not None and not draft.code
    require_valid(draft.club_level == 0 or is_there, "club_needs_host", field="club_level")
    require_valid(
        not draft.is_for_first_order or draft.limit_per_person == 1, "first_order_once", field="limit_per_person"
    )
    require_valid(not draft.code or CODE.fullmatch(draft.code) is not None, "bad_code", field="code")


def as_code(typed: str) -> str:
    """What somebody typed, as codes are kept: capitals without blanks, half width."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed[:60])).upper()
