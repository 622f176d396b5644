from livefair.live.rules.highlights import Highlight, highlights, scores


def test_a_minute_scores_what_its_acts_weigh():
    assert scores({"likes": [3, 0], "lines": [1, 0], "orders": [0, 2], "here": [9, 9]}) == [8, 100]
    assert scores({}) == []


def test_the_best_minutes_stand_out_and_apart_and_come_in_order():
    score = [10, 10, 50, 48, 10, 10, 30, 10, 10]
    assert highlights(score) == [Highlight(2, 50), Highlight(6, 30)]


def test_an_even_or_empty_show_has_no_best_minute():
    assert highlights([10] * 20) == []
    assert highlights([0, 0, 0]) == []
    assert highlights([]) == []


def test_there_are_five_at_most():
    assert len(highlights([1, 1, 1] + [100, 0, 0] * 10)) == 5
