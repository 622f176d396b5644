"""AMF0: what we write we read, and no input takes more than its share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.media.amf import read_values, write_values

names = st.text(min_size=1, max_size=8)
plain = st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20)
few = plain | st.lists(plain, max_size=3) | st.dictionaries(names, plain, max_size=3)
values = plain | st.lists(few, max_size=3) | st.dictionaries(names, few, max_size=3)


@given(st.lists(values, max_size=6))
def test_what_is_written_is_read_back(written: list[object]) -> None:
    assert read_values(write_values(*written)) == written


@given(st.binary(max_size=300))
def test_nonsense_is_a_value_error(data: bytes) -> None:
    try:
        read_values(data)
    except ValueError:
        return


@pytest.mark.parametrize(
    "data",
    [
        b"\3\0\1a" * 10_000,
        b"\x0a\0\0\0\1" * 10_000,
        b"\x0a\xff\xff\xff\xff",
        b"\x0c\xff\xff\xff\xff",
        b"\5" * 1_000,
        b"\3" + b"".join(b"\0\3" + f"{number:03}".encode() + b"\5" for number in range(400)),
        b"\2\0",
        b"\x77",
    ],
)
def test_what_is_too_deep_too_long_or_cut_short_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"too|cut|unknown"):
        read_values(data)
