from livefair.community import rules


def test_whoever_works_for_the_brand_says_so():
    assert rules.may_disclose("employed", works_for_brand=True)
    assert not rules.may_disclose("none", works_for_brand=True)
    assert all(rules.may_disclose(word, works_for_brand=False) for word in rules.DISCLOSURES)


def test_only_a_kept_purchase_of_somebody_else_earns():
    good = {"buyer_id": "b", "reviewer_id": "r", "is_verified": True, "disclosure": "none"}
    assert rules.may_earn(**good)
    for wrong in ({"buyer_id": "r"}, {"is_verified": False}, {"disclosure": "employed"}):
        assert not rules.may_earn(**(good | wrong))


def test_a_snippet_is_one_line_that_fits_a_card():
    assert rules.snippet("one\n\n two") == "one two"
    assert len(rules.snippet("好" * 500)) == rules.CARD_CHARS_MAX
    assert rules.snippet("好" * 500).endswith("…")
