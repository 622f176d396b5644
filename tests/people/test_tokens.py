import pytest

from livefair.kernel import NotFound
from livefair.people.tokens import actor_by_token, make_token, revoke_token, tokens_of


def test_a_token_stands_for_its_person_until_it_is_revoked(db, join):
    ana, eve = join("ana"), join("eve")
    token = db.write_now(make_token, ana, name="script")
    assert db.read_now(actor_by_token, token) == ana
    [listed] = db.read_now(tokens_of, ana)
    with pytest.raises(NotFound):
        db.write_now(revoke_token, eve, listed.id)
    db.write_now(revoke_token, ana, listed.id)
    assert db.read_now(actor_by_token, token) is None
