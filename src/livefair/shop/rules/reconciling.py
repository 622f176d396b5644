"""Our book beside a provider's report, pure: what only one of them knows, or both know differently."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

Subject = Literal["charge", "refund", "dispute"]
SUBJECTS: tuple[Subject, ...] = ("charge", "refund", "dispute")
Kind = Literal["missing_there", "unknown_here", "double_there", "wrong_amount", "wrong_currency"]
KINDS: tuple[Kind, ...] = ("missing_there", "unknown_here", "double_there", "wrong_amount", "wrong_currency")


class Movement(NamedTuple):
    """Money at the provider: `key` is our name for it, `reference` the provider's; what we get is above 0."""

    subject: Subject
    key: str
    reference: str
    minor: int
    currency: str
    at_ms: int


class Difference(NamedTuple):
    """None where one side knows nothing of it. `currency` is ours where we know it."""

    kind: Kind
    subject: Subject
    key: str
    reference: str
    ours_minor: int | None
    theirs_minor: int | None
    currency: str
    at_ms: int


class Compared(NamedTuple):
    matched: int
    differences: list[Difference]


class Span(NamedTuple):
    """From `since_ms` until before `until_ms`. What lies around it may still explain what lies inside."""

    since_ms: int
    until_ms: int

    def holds(self, at_ms: int) -> bool:
        return self.since_ms <= at_ms < self.until_ms


def compare(ours: Sequence[Movement], theirs: Sequence[Movement], span: Span) -> Compared:
    """Each movement of one side finds at most one of the other: by what it is and by our name for it."""
    known: dict[tuple[str, str], Movement] = {(one.subject, one.key): one for one in ours}
    seen: Counter[tuple[str, str]] = Counter()
    differences, matched = [], 0
    for one in theirs:
        name = (one.subject, one.key)
        our = known.get(name) if one.key else None
        seen[name] += 1 if our else 0
        if not span.holds(one.at_ms):
            continue
        kind = _kind(our, one, seen[name])
        if kind is None:
            matched += 1
        else:
            differences.append(_difference(kind, our, one))
    missing = [one for name, one in known.items() if not seen[name] and span.holds(one.at_ms)]
    return Compared(matched, differences + [_difference("missing_there", one, None) for one in missing])


def _kind(our: Movement | None, their: Movement, times: int) -> Kind | None:
    if our is None:
        return "unknown_here"
    if times > 1:
        return "double_there"
    if our.currency != their.currency:
        return "wrong_currency"
    return "wrong_amount" if our.minor != their.minor else None


def _difference(kind: Kind, our: Movement | None, their: Movement | None) -> Difference:
    known = our or their
    if known is None:
        raise ValueError("a difference is of something")
    return Difference(
        kind=kind,
        subject=known.subject,
        key=known.key,
        reference=their.reference if their else known.reference,
        ours_minor=our.minor if our else None,
        theirs_minor=their.minor if their else None,
        currency=known.currency,
        at_ms=known.at_ms,
    )
