"""Tickets: only ours, only for their action and room, only in time."""

from hypothesis import given
from hypothesis import strategies as st

from livefair.media import Ticket, sign_ticket, verify_ticket
from livefair.media.tickets import NAME

TICKET = Ticket("publish", "room-1", "host_7", 1_000, 61_000)
TOKEN = sign_ticket("key", TICKET)


def test_a_signed_ticket_is_read_back() -> None:
    assert verify_ticket("key", TOKEN, action="publish", room="room-1", now_ms=60_999) == TICKET


def test_a_ticket_opens_nothing_else() -> None:
    assert verify_ticket("key", TOKEN, action="publish", room="room-1", now_ms=61_000) is None
    assert verify_ticket("key", TOKEN, action="play", room="room-1", now_ms=2_000) is None
    assert verify_ticket("key", TOKEN, action="publish", room="room-2", now_ms=2_000) is None
    assert verify_ticket("other", TOKEN, action="publish", room="room-1", now_ms=2_000) is None


def test_every_changed_letter_breaks_it() -> None:
    for at, letter in enumerate(TOKEN):
        changed = TOKEN[:at] + ("A" if letter != "A" else "B") + TOKEN[at + 1 :]
        assert verify_ticket("key", changed, action="publish", room="room-1", now_ms=2_000) is None


@given(st.text(max_size=200))
def test_nonsense_is_no_ticket(text: str) -> None:
    assert verify_ticket("key", text, action="publish", room="room-1", now_ms=2_000) is None


def test_a_ticket_fits_an_address_and_a_stream_key() -> None:
    assert all(part.isascii() and NAME.fullmatch(part) for part in TOKEN.split("."))
    assert len(TOKEN) < 100
