from livefair.people.passwords import hash_password, verify_password


def test_only_the_right_password_verifies():
    kept = hash_password("correct horse")
    assert verify_password(kept, "correct horse")
    assert not verify_password(kept, "correct hors")


def test_where_there_is_no_account_no_password_is_right():
    assert not verify_password(None, "nobody has this password")
    assert not verify_password("not a hash", "x")
