"""The line to a provider: one question, one answer, and what an answer that is no success means."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

import msgspec

from livefair.kernel import Refusal, Unavailable

ANSWER_BYTES_MAX = 4 * 1024 * 1024
BUSY = frozenset({408, 409, 425, 429})
CODE_CHARS_MAX = 60


class Reply(NamedTuple):
    """`headers` by their names in small letters."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


class Line(Protocol):
    async def ask(self, method: str, url: str, *, content: bytes, headers: dict[str, str]) -> Reply:
        """Redirections are not followed. Unavailable: unreachable, or an answer of more than ANSWER_BYTES_MAX."""


class ProviderRefused(Refusal):
    """The provider understood and does not do it: asking again the same does not help."""

    status = 502


def require_success(reply: Reply, why: str) -> None:
    """Unavailable provider_busy: ask again later. ProviderRefused: `why` is the provider's code."""
    if reply.is_success:
        return
    if reply.status >= 500 or reply.status in BUSY:
        raise Unavailable("provider_busy", status=reply.status)
    raise ProviderRefused("provider_refused", reason=clean_code(why) or str(reply.status))


def read_json(body: bytes) -> dict[str, object]:
    try:
        found = msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        raise Unavailable("provider_unreadable") from error
    if not isinstance(found, dict):
        raise Unavailable("provider_unreadable")
    return found


def clean_code(text: object) -> str:
    """A provider's code in letters that can be shown anywhere, and nothing that could be a secret of ours."""
    return "".join(c for c in str(text or "") if c.isascii() and (c.isalnum() or c in "_.- "))[:CODE_CHARS_MAX]


def text_at(found: object, *path: str) -> str:
    """The text (or number as text) at a path of names; "" where there is none."""
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def number_at(found: object, *path: str) -> int:
    """The whole number at a path of names; 0 where there is none."""
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else 0
