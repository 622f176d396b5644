from livefair.content.traffic import policy_numbers


def test_the_newcomers_operator_finds_what_the_feed_has_chosen(made):
    [numbers] = made("one").read_now(policy_numbers)
    assert numbers.impressions > 20
    assert numbers.creators > 2
