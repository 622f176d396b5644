"""Who may decide what, by when, and how far an outcome reaches. Pure."""

from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, HOUR_MS

# How long a moderator may take, by what is reported: danger first.
ANSWER_WITHIN_MS = {
    "danger": 4 * HOUR_MS,
    "minors": 4 * HOUR_MS,
    "illegal_goods": DAY_MS,
    "harassment": DAY_MS,
    "privacy": DAY_MS,
    "vulgar": 2 * DAY_MS,
    "false_claim": 3 * DAY_MS,
    "price_trick": 3 * DAY_MS,
    "hidden_advertising": 3 * DAY_MS,
    "rights": 3 * DAY_MS,
    "spam": 3 * DAY_MS,
    "other": 3 * DAY_MS,
}
REASONS = tuple(ANSWER_WITHIN_MS)
CASE_STATES = ("open", "decided", "appealed", "final")
OUTCOMES = ("keep", "remove", "warn")
APPEAL_OUTCOMES = ("upheld", "overturned")
NOTICE_KINDS = ("report_answered", "case_decided", "appeal_decided", "report_reversed")

APPEAL_WITHIN_MS = 14 * DAY_MS
APPEAL_ANSWER_WITHIN_MS = 3 * DAY_MS
REPORTS_PER_DAY_MAX = 50
NOTE_CHARS_MAX = 1_000
REASON_CHARS_MAX = 2_000
APPEAL_CHARS_MAX = 2_000


class Concern(NamedTuple):
    """How a person is tied to a case already."""

    is_author: bool
    is_reporter: bool
    is_first_decider: bool


def due_at(reason: str, filed_at_ms: int, *, already_due_at_ms: int | None) -> int:
    """A graver report on the same subject brings its case forward, never back."""
    due_at_ms = filed_at_ms + ANSWER_WITHIN_MS[reason]
    return due_at_ms if already_due_at_ms is None else min(due_at_ms, already_due_at_ms)


def may_moderate(roles: frozenset[str]) -> bool:
    return "moderator" in roles


def may_read_cases(roles: frozenset[str]) -> bool:
    return bool(roles & {"moderator", "operator"})


def may_publish_rules(roles: frozenset[str]) -> bool:
    return bool(roles & {"operator", "system"})


def is_impartial(concern: Concern) -> bool:
    """Nobody judges their own work, their own complaint, or twice."""
    return not any(concern)


def needs_rule(outcome: str) -> bool:
    return outcome != "keep"


def may_be_appealed(outcome: str) -> bool:
    return outcome != "keep"


def appeal_until(outcome: str, decided_at_ms: int) -> int | None:
    return decided_at_ms + APPEAL_WITHIN_MS if may_be_appealed(outcome) else None


def is_removed(outcome: str | None, appeal_outcome: str | None) -> bool:
    return outcome == "remove" and appeal_outcome != "overturned"
