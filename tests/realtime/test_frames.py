import pytest
from websockets.frames import Opcode
from websockets.protocol import CLIENT, OPEN, Protocol

from livefair.realtime.frames import batch, text_frame
from tests.realtime.wire import payload_of


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 70_000])
def test_an_independent_client_reads_a_frame_of_any_size(size: int) -> None:
    client = Protocol(CLIENT, state=OPEN)
    client.receive_data(text_frame(b"x" * size))
    (frame,) = client.events_received()
    assert frame.opcode is Opcode.TEXT
    assert frame.fin
    assert frame.data == b"x" * size
    assert payload_of(text_frame(b"x" * size)) == b"x" * size


def test_a_batch_says_nothing_about_what_did_not_change() -> None:
    assert batch(3, [b"1", b'{"t":"x"}'], {}, {}) == b'{"seq":3,"events":[1,{"t":"x"}]}'
    assert batch(3, [], {"like": 2}, {"viewers": 9}) == (
        b'{"seq":3,"events":[],"sums":{"like":2},"values":{"viewers":9}}'
    )
