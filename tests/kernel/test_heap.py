import gc
import weakref
from collections.abc import Iterator

import pytest

from livefair.kernel.heap import settle_heap


class Knot:
    """Something that only a collection can take away."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def settled() -> Iterator[Knot]:
    threshold, loaded = gc.get_threshold(), Knot()
    settle_heap()
    yield loaded
    gc.set_threshold(*threshold)


def test_no_collection_looks_at_what_was_loaded_before(settled):
    assert gc.get_freeze_count() > 0
    assert not any(each is settled for each in gc.get_objects())


def test_what_is_knotted_later_is_still_collected(settled):
    later = Knot()
    seen = weakref.ref(later)
    del later
    gc.collect()
    assert seen() is None
