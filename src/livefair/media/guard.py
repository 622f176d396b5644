"""Who may come in, and how often they may try: checked before any media is taken or given."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from livefair.media.clock import now_ms
from livefair.media.refusals import Refused, not_admitted
from livefair.media.settings import MediaLimits
from livefair.media.tickets import Action, Ticket, verify_ticket

_ADDRESSES_MAX = 10_000


class Guard:
    """Tickets, revocations, and limits per address."""

    def __init__(self, key: str, limits: MediaLimits) -> None:
        self._key = key
        self._limits = limits
        self._failures: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._connections: Counter[str] = Counter()
        self._revoked: OrderedDict[tuple[str, str], int] = OrderedDict()

    def admit(self, token: str, action: Action, room: str, ip: str) -> Ticket:
        """The ticket, or Refused: `ticket_refused`, or `too_many_failures` for an address that guesses."""
        self.check_patience(ip)
        ticket = verify_ticket(self._key, token, action=action, room=room, now_ms=now_ms())
        if ticket is None or self._is_revoked(ticket):
            self.count_failure(ip)
            raise not_admitted()
        return ticket

    def check_patience(self, ip: str) -> None:
        since, failures = self._failures.get(ip, (0.0, 0))
        fresh = time.monotonic() - since < self._limits.failure_window_s
        if fresh and failures >= self._limits.failures_per_ip:
            raise Refused("too_many_failures", 429, wait_s=self._limits.failure_window_s)

    def count_failure(self, ip: str) -> None:
        since, failures = self._failures.pop(ip, (0.0, 0))
        now = time.monotonic()
        if now - since > self._limits.failure_window_s:
            since, failures = now, 0
        self._failures[ip] = (since, failures + 1)
        if len(self._failures) > _ADDRESSES_MAX:
            self._failures.popitem(last=False)

    @contextmanager
    def connection(self, ip: str) -> Iterator[None]:
        """Held while a connection from this address is open."""
        if self._connections[ip] >= self._limits.connections_per_ip:
            raise Refused("too_many_connections", 429, most=self._limits.connections_per_ip)
        self._connections[ip] += 1
        try:
            yield
        finally:
            self._connections[ip] -= 1
            if not self._connections[ip]:
                del self._connections[ip]

    def revoke(self, room: str, subject: str | None, at_ms: int) -> None:
        """Refuse the tickets of one subject, or of all, that were issued up to a time."""
        self._revoked[room, subject or ""] = at_ms
        if len(self._revoked) > _ADDRESSES_MAX:
            self._revoked.popitem(last=False)

    def _is_revoked(self, ticket: Ticket) -> bool:
        subjects = ("", ticket.subject)
        return any(ticket.issued_at_ms <= self._revoked.get((ticket.room, each), 0) for each in subjects)
