from hypothesis import given
from hypothesis import strategies as st

from livefair.community.rules.ideas import Part, credit_of, is_needed

PEOPLE = st.sampled_from(["ana", "bo", "cy", "dee", "eve"])


def test_an_idea_that_nobody_else_had_is_its_authors_alone():
    assert credit_of("ana", []) == [Part("ana", 1)]


@given(PEOPLE, st.lists(PEOPLE, max_size=20))
def test_whoever_had_it_first_has_half_and_the_others_share_the_other_half_equally(author, merged):
    first, *others = credit_of(author, merged)
    assert first.person_id == author
    assert {part.person_id for part in others} == set(merged) - {author}
    assert len(others) == len({part.person_id for part in others})
    if others:
        assert 2 * first.parts == first.parts + sum(part.parts for part in others)
        assert {part.parts for part in others} == {1}


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_brand_must_answer_from_the_needed_supporter_on(supporters, needed):
    assert is_needed(supporters, needed) == (supporters > needed - 1)
