import pytest

from livefair.kernel import Conflict, NotAllowed
from livefair.value.payouts import resume_payouts, stop_of, stop_payouts
from livefair.value.payouts.stops import stops
from tests.value.payouts.paying import HOST, OPERATOR, READY, account, ask, earn, say, stands


def test_an_operator_stops_with_a_reason_and_lets_go_on(db):
    earn(db)
    account(db)
    db.write_now(stop_payouts, OPERATOR, "host", reason="Identity is being checked")
    assert db.read_now(stop_of, "host").reason == "Identity is being checked"
    with pytest.raises(Conflict, match="payouts_stopped_already"):
        db.write_now(stop_payouts, OPERATOR, "host", reason="Again")
    assert [stop.party for stop in db.read_now(stops, OPERATOR)] == ["host"]
    db.write_now(resume_payouts, OPERATOR, "host")
    assert db.read_now(stop_of, "host") is None
    assert ask(db).amount_minor == READY


def test_what_is_on_its_way_when_payouts_are_stopped_still_arrives(db):
    earn(db)
    account(db)
    payout = ask(db)
    db.write_now(stop_payouts, OPERATOR, "host", reason="Check")
    say(db, payout, "paid")
    assert stands(db) == (0, 0, 0, 0, READY)


def test_only_operators_stop(db):
    for deed, words in ((stop_payouts, {"reason": "Me"}), (resume_payouts, {})):
        with pytest.raises(NotAllowed, match="operators_only"):
            db.write_now(deed, HOST, "host", **words)
