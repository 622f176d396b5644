import numpy as np
import pytest

from livefair.value.datafile import read_csv
from livefair.value.faults import Fault


def test_columns_are_read_by_name_whatever_their_order():
    table = read_csv("\ufeffb,a\r\n2,1\r\n\r\n,3\r\n".encode())
    assert table.columns == ("b", "a")
    assert table.numbers("a").tolist() == [1, 3]
    assert np.isnan(table.numbers("b")[1])
    assert table.has("a")
    assert not table.has("c")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no rows"),
        (b"a,b\n", "no rows"),
        (b"a,a\n1,2\n", "column a occurs twice"),
        (b"a,b\n1,2\n3\n", "Row 2 has 1 cells instead of 2"),
        (b"a\n1\n\xff\xfe\n", "Line 3 is not UTF-8"),
        (b"a\n1\ntwo\n", "Row 2, column a: “two” is not a number"),
        (b"a\n1e999\n", "beyond all measure"),
        (b"a\n1_000\n", "is not a number"),
        (b"a\n" + b"1" * 200_000 + b"\n", "Row 1 cannot be read"),
        ("a\n１\n二\n".encode(), "Row 2"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_row(data, said):
    with pytest.raises(Fault, match=said):
        read_csv(data).numbers("a")


def test_whole_numbers_are_whole():
    table = read_csv(b"a,b,c\n12,-3,1.5\n")
    assert table.whole("a") == [12]
    assert table.whole("b", least=-5) == [-3]
    for column in ("b", "c"):
        with pytest.raises(Fault, match="is not a whole number of at least 0"):
            table.whole(column)


def test_times_are_iso_or_milliseconds():
    table = read_csv(b"t\n2026-11-22T20:15:00Z\n2026-11-23T04:15:00+08:00\n2026-11-22 20:15:00\n1795378500000\n")
    assert set(table.times_ms("t")) == {1_795_378_500_000}
    for mixed in ("22/11/2026", "yesterday", ""):
        with pytest.raises(Fault, match=r"ISO 8601|is empty"):
            read_csv(f"t,u\n{mixed},1\n".encode()).times_ms("t")


def test_an_empty_cell_is_no_text():
    with pytest.raises(Fault, match="Row 2, column a is empty"):
        read_csv(b"a,b\nx,1\n,2\n").texts("a")
    with pytest.raises(Fault, match="no column z"):
        read_csv(b"a\nx\n").texts("z")
