"""Languages: gettext catalogues, and numbers, money and times as the reader writes them.

Everything here is a pure function of a value and a locale ("zh" or "en").
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from babel.core import negotiate_locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import (
    format_compact_decimal,
    format_decimal,
    format_percent,
    get_currency_precision,
    get_currency_symbol,
)
from babel.support import NullTranslations, Translations

LOCALES: Final = {"zh": "zh_Hans_CN", "en": "en"}
LANGUAGE_TAGS: Final = {"zh": "zh-Hans-CN", "en": "en"}
DEFAULT_LOCALE: Final = "en"
CATALOGUES: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "livefair"
# Shown with the bare sign in both languages: prices here are in one currency.
PLAIN_SYMBOLS: Final = {"CNY": "¥"}


# The same few figures are written again and again; Babel takes 40 µs for one.
KEPT: Final = 8_192


class Amount(Protocol):
    """Money as the kernel has it: whole minor units and a currency."""

    @property
    def minor(self) -> int: ...

    @property
    def currency(self) -> str: ...


class MoneyParts(NamedTuple):
    """A price taken apart so that its figures can be set large."""

    sign: str
    symbol: str
    whole: str
    fraction: str


@lru_cache
def catalogue(locale: str) -> NullTranslations:
    """The messages of one language; English is its own msgids."""
    if locale == DEFAULT_LOCALE:
        return NullTranslations()
    return Translations.load(CATALOGUES, [LOCALES[locale]], DOMAIN)


def gettext(message: str, locale: str) -> str:
    return catalogue(locale).gettext(message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    return message


JUST_NOW: Final = N_("just now")


def choose_locale(chosen: str | None, accept_language: str | None) -> str:
    """The reader's saved choice, else the browser's best match, else English."""
    if chosen in LOCALES:
        return str(chosen)
    asked = [part.split(";")[0].strip() for part in (accept_language or "").split(",")[:20]]
    best = negotiate_locale([a.split("-")[0].lower() for a in asked if a], list(LOCALES))
    return best or DEFAULT_LOCALE


def money_parts(amount: Amount, locale: str) -> MoneyParts:
    return _parts(amount.minor, amount.currency, locale)


@lru_cache(KEPT)
def _parts(minor: int, currency: str, locale: str) -> MoneyParts:
    digits = get_currency_precision(currency)
    symbol = PLAIN_SYMBOLS.get(currency) or get_currency_symbol(currency, LOCALES[locale])
    whole, rest = divmod(abs(minor), 10**digits)
    fraction = f".{rest:0{digits}d}" if rest else ""
    sign = "−" if minor < 0 else ""
    return MoneyParts(sign, symbol, number(whole, locale), fraction)


def major(amount: Amount) -> str:
    """As a form takes it: `329`, `12.50`."""
    digits = get_currency_precision(amount.currency)
    whole, rest = divmod(amount.minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if rest else str(whole)


def money(amount: Amount, locale: str) -> str:
    """`¥1,299`, `¥12.50`, `−¥30`."""
    return "".join(money_parts(amount, locale))


def signed_money(amount: Amount, locale: str) -> str:
    """As `money`, with a plus before gains: `+¥0.42`."""
    return ("+" if amount.minor > 0 else "") + money(amount, locale)


@lru_cache(KEPT)
def compact(number: float, locale: str) -> str:
    """`1.3万`, `13K`; small numbers in full."""
    if abs(number) < (10_000 if locale == "zh" else 1_000):
        return format_decimal(number, locale=LOCALES[locale])
    return format_compact_decimal(number, locale=LOCALES[locale], fraction_digits=1)


@lru_cache(KEPT)
def number(value: float, locale: str) -> str:
    return format_decimal(value, locale=LOCALES[locale])


def percent(share: float, locale: str) -> str:
    """`0.236` -> `23.6%`."""
    return format_percent(Decimal(str(round(share, 4))), format="#,##0.#%", locale=LOCALES[locale])


def moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def iso(at_ms: int) -> str:
    return moment(at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@lru_cache(KEPT)
def when(at_ms: int, locale: str) -> str:
    """Date and time in UTC; `lf-time` rewrites it in the reader's own zone."""
    return format_datetime(moment(at_ms), "medium", locale=LOCALES[locale])


def day(at_ms: int, locale: str) -> str:
    """The date in UTC alone, for what is counted by the day."""
    return format_date(moment(at_ms), "medium", locale=LOCALES[locale])


def ago(at_ms: int, now_ms: int, locale: str) -> str:
    """`3 minutes ago`, `5 天后`."""
    apart = timedelta(milliseconds=at_ms - now_ms)
    if abs(apart) < timedelta(seconds=1):
        return gettext(JUST_NOW, locale)
    return format_timedelta(apart, add_direction=True, locale=LOCALES[locale])


def duration(seconds: float) -> str:
    """`1:42:08`, `4:38`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def file_size(size_bytes: int, locale: str) -> str:
    return f"{format_decimal(round(size_bytes / 1_000_000, 1), locale=LOCALES[locale])} MB"
