"""The rules of the house as versioned data: which version was in force when, in zh and en. Versions never change."""

import hashlib
import re
import tomllib
from datetime import datetime
from importlib import resources
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, select

from livefair.governance import rules
from livefair.governance.events import RuleSetPublished
from livefair.governance.models import RULE, RULE_SET
from livefair.kernel import Actor, Conflict, Invalid, ReadTx, WriteTx, not_found, query, require, require_valid

RULES_MAX = 100
TITLE_CHARS_MAX = 120
TEXT_CHARS_MAX = 2_000
_CODE = re.compile(r"[a-z][a-z_]{1,39}")


class Both(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    zh: str
    en: str


class RuleText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    title: Both
    text: Both


class RuleBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of the rules as it stands in a TOML file; `rule` holds them in order."""

    version: int
    effective_at: datetime
    rule: list[RuleText]

    @property
    def effective_at_ms(self) -> int:
        return int(self.effective_at.timestamp() * 1000)


class RuleSet(NamedTuple):
    version: int
    effective_at_ms: int
    published_at_ms: int


class Rule(NamedTuple):
    version: int
    code: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str


class _Printed(NamedTuple):
    version: int
    digest: str


_set_columns = (RULE_SET.c.version, RULE_SET.c.effective_at_ms, RULE_SET.c.published_at_ms)
_rule_columns = (RULE.c.version, RULE.c.code, RULE.c.title_zh, RULE.c.title_en, RULE.c.text_zh, RULE.c.text_en)
_LAST = query(_Printed, select(RULE_SET.c.version, RULE_SET.c.digest).order_by(RULE_SET.c.version.desc()).limit(1))
_PRINTED = query(
    _Printed, select(RULE_SET.c.version, RULE_SET.c.digest).where(RULE_SET.c.version == bindparam("number"))
)
_AT = query(
    RuleSet,
    select(*_set_columns)
    .where(RULE_SET.c.effective_at_ms <= bindparam("moment"))
    .order_by(RULE_SET.c.effective_at_ms.desc(), RULE_SET.c.version.desc())
    .limit(1),
)
_ALL = query(RuleSet, select(*_set_columns).order_by(RULE_SET.c.version.desc()).limit(100))
_RULES = query(Rule, select(*_rule_columns).where(RULE.c.version == bindparam("number")).order_by(RULE.c.position))
_RULE = query(
    Rule, select(*_rule_columns).where(RULE.c.version == bindparam("number"), RULE.c.code == bindparam("word"))
)


def publish_rules(tx: WriteTx, actor: Actor, toml: str) -> RuleSet:
    """Publish the next version. The same file again changes nothing; only the program may date it into the past."""
    require(rules.may_publish_rules(actor.roles), "operators_only")
    book = parse_rules(toml)
    digest = hashlib.sha256(toml.encode()).hexdigest()
    printed = tx.one(_PRINTED, number=book.version)
    if printed is not None:
        if printed.digest != digest:
            raise Conflict("rule_version_taken", version=book.version)
        return RuleSet(book.version, book.effective_at_ms, tx.now_ms)
    last = tx.one(_LAST)
    require_valid(book.version == (last.version + 1 if last else 1), "rule_version_out_of_order", version=book.version)
    require_valid(actor.has("system") or book.effective_at_ms >= tx.now_ms, "in_the_past", field="effective_at")
    _write(tx, actor, book, digest)
    tx.announce(RuleSetPublished(version=book.version, effective_at_ms=book.effective_at_ms))
    return RuleSet(book.version, book.effective_at_ms, tx.now_ms)


def publish_shipped_rules(tx: WriteTx, actor: Actor) -> int:
    """Publish the rule sets that come with the program and are not yet known; returns the newest version."""
    newest = 0
    for toml in shipped_rules():
        newest = publish_rules(tx, actor, toml).version
    return newest


def shipped_rules() -> list[str]:
    """The texts of the rule sets that come with the program, oldest first."""
    folder = resources.files("livefair.governance") / "rule_sets"
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return [entry.read_text(encoding="utf-8") for entry in files]


def parse_rules(toml: str) -> RuleBook:
    """Refuses with `rules_unreadable` and the parser's own words."""
    try:
        book = msgspec.convert(tomllib.loads(toml), RuleBook)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Invalid("rules_unreadable", why=str(error)[:200]) from error
    codes = [rule.code for rule in book.rule]
    require_valid(0 < len(codes) <= RULES_MAX, "out_of_range", field="rule")
    require_valid(len(set(codes)) == len(codes), "rule_code_twice", field="code")
    require_valid(book.effective_at.tzinfo is not None, "time_zone_missing", field="effective_at")
    require_valid(0 < book.version < 1_000_000, "out_of_range", field="version")
    for rule in book.rule:
        _check(rule)
    return book


def rules_in_force(tx: ReadTx, at_ms: int | None = None) -> RuleSet:
    """The version in force at a moment (now, unless said). NotFound before the first one."""
    return tx.one(_AT, moment=tx.now_ms if at_ms is None else at_ms) or not_found("rule_set")


def rule_sets(tx: ReadTx) -> list[RuleSet]:
    return tx.all(_ALL)


def rules_of(tx: ReadTx, version: int) -> list[Rule]:
    return tx.all(_RULES, number=version)


def rule_called(tx: ReadTx, version: int, code: str) -> Rule:
    return tx.one(_RULE, number=version, word=code) or not_found("rule")


def _check(rule: RuleText) -> None:
    require_valid(_CODE.fullmatch(rule.code) is not None, "rule_code_bad", field="code")
    for both, limit in ((rule.title, TITLE_CHARS_MAX), (rule.text, TEXT_CHARS_MAX)):
        for text in (both.zh, both.en):
            require_valid(bool(text.strip()), "empty", field=rule.code)
            require_valid(len(text) <= limit, "too_long", field=rule.code, limit=limit)


def _write(tx: WriteTx, actor: Actor, book: RuleBook, digest: str) -> None:
    tx.insert(
        RULE_SET,
        version=book.version,
        effective_at_ms=book.effective_at_ms,
        published_at_ms=tx.now_ms,
        published_by=actor.id,
        digest=digest,
    )
    for position, rule in enumerate(book.rule):
        tx.insert(
            RULE,
            version=book.version,
            code=rule.code,
            position=position,
            title_zh=rule.title.zh.strip(),
            title_en=rule.title.en.strip(),
            text_zh=rule.text.zh.strip(),
            text_en=rule.text.en.strip(),
        )
