"""Numbers, money and times read as the reader writes them."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from livefair.kernel.money import Money
from livefair.web import i18n

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
NOW_MS = 1_795_363_200_000


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (32900, "CNY", "¥329"),
        (129950, "CNY", "¥1,299.50"),
        (-3000, "CNY", "−¥30"),
        (5, "CNY", "¥0.05"),
        (1200, "JPY", "¥1,200"),
    ],
)
def test_money_shows_minor_units_only_where_there_are_any(minor: int, currency: str, text: str) -> None:
    assert i18n.money(Money(minor, currency), "en") == text


def test_an_amount_in_a_form_has_no_symbol() -> None:
    assert [i18n.major(Money(minor)) for minor in (32900, 1250, 5)] == ["329", "12.50", "0.05"]


def test_gains_carry_their_sign() -> None:
    assert i18n.signed_money(Money(42), "zh") == "+¥0.42"
    assert i18n.signed_money(Money(-42), "zh") == "−¥0.42"


@pytest.mark.parametrize(
    ("number", "locale", "text"),
    [(842, "zh", "842"), (9999, "zh", "9,999"), (12846, "zh", "1.3万"), (12846, "en", "12.8K"), (842, "en", "842")],
)
def test_large_numbers_are_short(number: int, locale: str, text: str) -> None:
    assert i18n.compact(number, locale) == text


def test_shares_are_percentages() -> None:
    assert i18n.percent(0.2361, "en") == "23.6%"


def test_times_are_told_from_now() -> None:
    assert i18n.ago(NOW_MS - 180_000, NOW_MS, "en") == "3 minutes ago"
    assert i18n.ago(NOW_MS - 180_000, NOW_MS, "zh") == "3分钟前"
    assert i18n.ago(NOW_MS, NOW_MS, "en") == "just now"


def test_a_moment_is_written_for_machines_in_utc() -> None:
    assert i18n.iso(NOW_MS) == "2026-11-22T16:00:00.000Z"


@pytest.mark.parametrize(("seconds", "text"), [(278, "4:38"), (6128, "1:42:08"), (0, "0:00")])
def test_durations_read_as_a_clock(seconds: float, text: str) -> None:
    assert i18n.duration(seconds) == text


@pytest.mark.parametrize(
    ("chosen", "header", "locale"),
    [
        ("zh", "en", "zh"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "de-DE, en-GB;q=0.5", "en"),
        (None, None, "en"),
        ("xx", "", "en"),
        (None, ";;,,;q=x", "en"),
    ],
)
def test_the_reader_chooses_else_the_browser(chosen: str | None, header: str | None, locale: str) -> None:
    assert i18n.choose_locale(chosen, header) == locale


def messages_in_use() -> set[str]:
    """Every message of the web floor's Python, templates and scripts."""
    with (ROOT / "babel.cfg").open() as settings:
        method_map, options_map = parse_mapping_cfg(settings)
    keywords = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
    web = str(ROOT / "src/livefair/web")
    found = extract_from_dir(web, method_map, options_map, keywords, directory_filter=_is_ours)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def _is_ours(directory: str) -> bool:
    return Path(directory).name not in {"node_modules", "generated", "dist", "locale"}


def entries() -> list[tuple[tuple[str, ...], str]]:
    """(message, or its singular and plural; what Chinese says for all of them)"""
    po = i18n.CATALOGUES / "zh_Hans_CN/LC_MESSAGES/livefair.po"
    return [
        (
            (entry.id,) if isinstance(entry.id, str) else tuple(entry.id),
            entry.string if isinstance(entry.string, str) else entry.string[0],
        )
        for entry in read_po(BytesIO(po.read_bytes()), locale="zh_Hans_CN")
        if entry.id and not entry.fuzzy
    ]


def translations() -> dict[str, str]:
    return {messages[0]: text for messages, text in entries()}


def test_every_message_is_translated() -> None:
    known = translations()
    assert sorted(message for message in messages_in_use() if not known.get(message)) == []


def test_a_translation_keeps_the_places_for_values() -> None:
    for messages, text in entries():
        assert set(PLACEHOLDER.findall(text)) == {place for each in messages for place in PLACEHOLDER.findall(each)}


def test_no_message_hides_where_it_is_not_found():
    """Messages inside a template literal are not extracted: they would stay English for ever."""
    scripts = (Path(i18n.__file__).parent / "assets/js").glob("*.js")
    assert [path.name for path in scripts if re.search(r"\$\{n?(gettext|_)\(", path.read_text("utf-8"))] == []
