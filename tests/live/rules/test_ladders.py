from livefair.live.rules.ladders import left_out, rooms_with_ladder


def test_what_an_operator_chose_comes_before_the_fullest_rooms():
    viewers = {"a": 5, "b": 90, "c": 50, "d": 0}
    assert rooms_with_ladder(["d", "elsewhere"], viewers, set(), most=3, top=1) == ["d", "b"]
    assert rooms_with_ladder(["d"], viewers, set(), most=2, top=3) == ["d", "b"]
    assert rooms_with_ladder(["d", "a"], viewers, set(), most=1, top=0) == ["d"]


def test_by_themselves_only_rooms_that_somebody_watches_are_made_smaller():
    assert rooms_with_ladder([], {"a": 0, "b": 1}, set(), most=4, top=4) == ["b"]
    assert rooms_with_ladder([], {"a": 9}, set(), most=4, top=0) == []
    assert rooms_with_ladder(["a"], {"a": 9}, set(), most=0, top=0) == []


def test_a_room_keeps_its_ladder_until_another_is_clearly_fuller():
    assert rooms_with_ladder([], {"a": 100, "b": 120}, {"a"}, most=1, top=1) == ["a"]
    assert rooms_with_ladder([], {"a": 100, "b": 126}, {"a"}, most=1, top=1) == ["b"]


def test_each_worker_has_its_own_few_and_who_was_chosen_and_has_no_place_is_named():
    viewers, worker_of = dict.fromkeys("abcd", 5), {"a": 0, "b": 0, "c": 0, "d": 1}.__getitem__
    found = rooms_with_ladder(["c", "a"], viewers, set(), most=1, top=2, worker_of=worker_of)
    assert found == ["c", "d"]
    assert left_out(["c", "a", "elsewhere"], viewers, found) == ["a"]
    found = rooms_with_ladder(["c", "a"], viewers, set(), most=2, top=2, worker_of=worker_of)
    assert found == ["c", "a", "d"]
    assert left_out(["c", "a"], viewers, found) == []
