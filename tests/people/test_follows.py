import pytest

from livefair.kernel import NotAllowed, NotFound
from livefair.people import block, follow, follows, hidden_from, is_blocked, unblock, unfollow
from livefair.people.queries import profile


def test_following_twice_is_following_once(db, join):
    ana, ben = join("ana"), join("ben")
    for _ in range(2):
        db.write_now(follow, ana, ben.id)
    assert db.read_now(profile, ben.id).followers == 1
    db.write_now(unfollow, ana, ben.id)
    assert not db.read_now(follows, ana.id, ben.id)


def test_nobody_follows_themselves(db, join):
    ana = join("ana")
    with pytest.raises(NotAllowed, match="not_yourself"):
        db.write_now(follow, ana, ana.id)


def test_a_block_ends_both_follows_and_hides_each_from_the_other(db, join):
    ana, ben = join("ana"), join("ben")
    db.write_now(follow, ana, ben.id)
    db.write_now(follow, ben, ana.id)
    db.write_now(block, ana, ben.id)
    assert not db.read_now(follows, ana.id, ben.id)
    assert not db.read_now(follows, ben.id, ana.id)
    assert db.read_now(is_blocked, ben.id, ana.id)
    assert db.read_now(hidden_from, ben.id) == {ana.id}
    with pytest.raises(NotFound):
        db.write_now(follow, ben, ana.id)
    db.write_now(unblock, ana, ben.id)
    db.write_now(follow, ben, ana.id)
