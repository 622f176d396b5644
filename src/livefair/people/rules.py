"""Decisions about people: pure, so that every one of them can be read and tested by itself."""

import re
import unicodedata
from datetime import date

from livefair.kernel.actors import Actor
from livefair.kernel.clock import DAY_MS, MINUTE_MS
from livefair.kernel.errors import Invalid, require_valid

NAME_CHARS_MAX = 40
EMAIL_CHARS_MAX = 254
ABOUT_CHARS_MAX = 500
PASSWORD_CHARS_MIN = 10
PASSWORD_CHARS_MAX = 200
SESSION_MS = 30 * DAY_MS
TOKEN_MS_MAX = 365 * DAY_MS
ATTEMPT_WINDOW_MS = 15 * MINUTE_MS
ATTEMPTS_PER_ACCOUNT = 10
ATTEMPTS_PER_ADDRESS = 100
GUESTS_PER_ADDRESS = 200
MEMBERS_MAX = 100
FOLLOWS_MAX = 5_000
BLOCKS_MAX = 2_000
TOKENS_MAX = 20
TOKEN_SCOPES = ("read", "buy", "sell", "live", "money", "hooks")
ALL_SCOPES = "all"
ADULT_YEARS = 18
YEARS_MAX = 120
CONSENTS_AT_SIGN_UP = ("terms",)

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]+\.[^@\s.\x00-\x1f]{2,}")
# Characters that can turn a line of text around or hide in it (bidirectional overrides, zero width, tags).
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def clean_line(text: str, *, limit: int, field: str) -> str:
    """One line as it is shown: no control or hidden characters, single spaces; at most `limit` characters."""
    line = " ".join(_visible(text).split())
    if not line:
        raise Invalid("empty", field=field)
    require_valid(len(line) <= limit, "too_long", field=field, limit=limit)
    return line


def clean_text(text: str, *, limit: int, field: str) -> str:
    """Several lines, may be empty; no control or hidden characters but the line break."""
    lines = [" ".join(_visible(line).split()) for line in text.replace("\r\n", "\n").split("\n")]
    cleaned = "\n".join(lines).strip()
    require_valid(len(cleaned) <= limit, "too_long", field=field, limit=limit)
    return cleaned


def _visible(text: str) -> str:
    text = _HIDDEN.sub("", unicodedata.normalize("NFC", text))
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text)


def clean_email(text: str) -> str:
    email = text.strip().lower()
    require_valid(len(email) <= EMAIL_CHARS_MAX and _EMAIL.fullmatch(email) is not None, "bad_email", field="email")
    return email


def check_password(password: str, email: str) -> None:
    length = len(password)
    require_valid(length >= PASSWORD_CHARS_MIN, "password_short", field="password", limit=PASSWORD_CHARS_MIN)
    require_valid(length <= PASSWORD_CHARS_MAX, "too_long", field="password", limit=PASSWORD_CHARS_MAX)
    require_valid(len(set(password)) >= 4 and password.lower() != email.lower(), "password_weak", field="password")


def may_act_for(actor: Actor, organisation_id: str) -> bool:
    return actor.has("operator") or actor.organisation_id == organisation_id


def may_give_roles(actor: Actor) -> bool:
    return actor.has("operator") or actor.has("system")


def may_see_removed(actor: Actor, person_id: str) -> bool:
    """Whoever was removed sees themselves; so do those who judge it, and the program."""
    return actor.id == person_id or not actor.roles.isdisjoint({"moderator", "operator", "system"})


def window_over(*, started_at_ms: int, now_ms: int) -> bool:
    return now_ms - started_at_ms >= ATTEMPT_WINDOW_MS


def born_on_of(text: str, *, today: date) -> date:
    """`2001-05-31` as a day of somebody's birth who may be alive. Invalid: bad_birthday."""
    try:
        day = date.fromisoformat(text)
    except ValueError as mistake:
        raise Invalid("bad_birthday", field="born_on") from mistake
    require_valid(0 <= _years(day, today) <= YEARS_MAX and day <= today, "bad_birthday", field="born_on")
    return day


def years_old(born_on: str, *, today: date) -> int:
    """Full years; who was born on 29 February is a year older on 1 March of other years."""
    return _years(date.fromisoformat(born_on), today)


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
