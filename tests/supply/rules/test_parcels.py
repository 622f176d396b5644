from livefair.supply.rules.parcels import number_of


def test_a_parcel_has_one_number_and_two_parcels_have_two():
    one, two = "0190b4f2-0000-7000-8000-0123456789ab", "0190b4f2-0000-7000-8000-0123456789ac"
    assert number_of(one) == number_of(one) != number_of(two)
    assert number_of(one).startswith("FE")
    assert len(number_of(one)) == 16
