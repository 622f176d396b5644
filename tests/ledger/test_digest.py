from livefair import ledger
from livefair.kernel import SYSTEM
from livefair.ledger import Leg


def post(tx, actor, key, minor, party="ana"):
    ledger.post(tx, key=key, reason="gift", legs=[Leg("psp_clearing", -minor), Leg(f"payable:{party}", minor)])


def test_the_digest_tells_books_apart_by_what_they_say_and_not_by_ids(db):
    empty = db.read_now(ledger.digest)
    db.write_now(post, SYSTEM, "one", 5)
    first = db.read_now(ledger.digest)
    db.write_now(post, SYSTEM, "two", 5, party="ben")
    assert len({empty, first, db.read_now(ledger.digest)}) == 3
