"""Tickets: short-lived signed permissions to publish into or play from one room.

The worker checks them alone, without asking anyone, before it takes a byte of media. A ticket
names its action, subject and times in clear; the room is in the address and under the signature.
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Action = Literal["publish", "play"]

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a room, a recording or a subject may be called; safe in addresses, stream keys and file names."""

_TOKEN = re.compile(
    r"(?P<action>publish|play)\.(?P<subject>[A-Za-z0-9_-]{1,64})"
    r"\.(?P<issued>[0-9a-f]{1,12})\.(?P<expires>[0-9a-f]{1,12})\.(?P<mac>[A-Za-z0-9_-]{22})"
)


@dataclass(frozen=True)
class Ticket:
    action: Action
    room: str
    subject: str
    issued_at_ms: int
    expires_at_ms: int


def sign_ticket(key: str, ticket: Ticket) -> str:
    """The ticket as text, safe in an address and in an RTMP stream key."""
    if not (NAME.fullmatch(ticket.room) and NAME.fullmatch(ticket.subject)):
        raise ValueError("room and subject are 1 to 64 letters, digits, '-' or '_'")
    times = f"{ticket.issued_at_ms:x}.{ticket.expires_at_ms:x}"
    return f"{ticket.action}.{ticket.subject}.{times}.{_mac(key, ticket)}"


def issue_ticket(key: str, action: Action, room: str, subject: str, ttl_s: int, now_ms: int) -> tuple[str, int]:
    """(token, expires_at_ms)."""
    expires = now_ms + ttl_s * 1000
    return sign_ticket(key, Ticket(action, room, subject, now_ms, expires)), expires


def verify_ticket(key: str, token: str, *, action: Action, room: str, now_ms: int) -> Ticket | None:
    """The ticket, if it is ours, for this action and room, and in time; else None."""
    found = _TOKEN.fullmatch(token)
    if found is None or found["action"] != action:
        return None
    ticket = Ticket(action, room, found["subject"], int(found["issued"], 16), int(found["expires"], 16))
    if not hmac.compare_digest(found["mac"], _mac(key, ticket)):
        return None
    return ticket if now_ms < ticket.expires_at_ms else None


def _mac(key: str, ticket: Ticket) -> str:
    said = f"livefair ticket 1|{ticket.action}|{ticket.room}|{ticket.subject}"
    said += f"|{ticket.issued_at_ms}|{ticket.expires_at_ms}"
    digest = hmac.new(key.encode(), said.encode(), sha256).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
