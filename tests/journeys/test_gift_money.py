"""The value of gifts: planned when they are sent, released when they have waited, given back to the unit."""

import pytest

from livefair import ledger
from livefair.governance.gift_policy import GiftKnobs, set_gift_policy
from livefair.kernel import SYSTEM
from livefair.kernel.clock import DAY_MS, HOUR_MS
from livefair.kernel.runner import run_due_now
from livefair.live import end_show
from livefair.live.gift_refunds import refund_gift, take_back
from livefair.live.gifts import Giving, send_gift
from livefair.people import actor_of, contract_in_force, found_organisation
from livefair.people.organisations import accept_contract, invite_host
from livefair.shop.wallets import wallet_of
from livefair.value import expected_by, postings_of, publish_share_rules, shared_line, shares_of, totals_of
from livefair.value.share_rulebook import share_rules_at, share_rules_of
from tests.live.conftest import put_on_air
from tests.purse import fill


@pytest.fixture
def stage(db, join):
    return put_on_air(db, join)


@pytest.fixture
def zoe(db, join):
    found = join("zoe")
    fill(db, found, 50_000)
    return found


def give(db, actor, stage, code="cake", key="first", quantity=1):
    gift = db.write_now(send_gift, actor, stage.room_id, Giving(code, key, quantity))
    run_due_now(db)
    return gift


def sign(db, join, host, share_bp=2_000):
    founder = join("mina")
    db.write_now(found_organisation, founder, kind="mcn", name="Stars")
    mina = db.read_now(actor_of, founder.id)
    offer = db.write_now(invite_host, mina, host.id, share_bp=share_bp, ends_at_ms=db.clock() + 300 * DAY_MS)
    db.write_now(accept_contract, host, offer)
    assert db.read_now(contract_in_force, host.id).mcn_id == mina.organisation_id
    return mina


def split(db, gift):
    return {share.role: share.planned_minor for share in db.read_now(shares_of, gift.id)}


def payable(db, party):
    return db.read_now(ledger.balance, f"payable:{party}")


def test_a_gift_is_shared_by_the_version_in_force_which_comes_into_being_with_the_first(db, stage, zoe):
    gift = give(db, zoe, stage)
    assert split(db, gift) == {"host": 500, "platform": 500}
    line = db.read_now(shared_line, gift.id)
    assert (line.kind, line.rule_version) == ("gift", 2)
    assert db.read_now(share_rules_of, 1).gift_legs == []
    assert db.read_now(share_rules_of, 1).legs == db.read_now(share_rules_of, 2).legs
    assert db.read_now(share_rules_at, db.clock()).version == 2


def test_the_hosts_agency_has_its_part_of_the_hosts(db, join, stage, zoe):
    mina = sign(db, join, stage.host)
    gift = give(db, zoe, stage)
    assert split(db, gift) == {"host": 400, "mcn": 100, "platform": 500}
    db.clock.advance(DAY_MS)
    run_due_now(db)
    assert (payable(db, stage.host.id), payable(db, mina.organisation_id)) == (400, 100)
    assert db.read_now(ledger.balance, "platform:gifts") == 500


def test_new_rules_never_change_what_was_planned(db, stage, zoe):
    gift = give(db, zoe, stage)
    body = """version = 3
effective_at = 2026-01-01T00:00:00Z
[[legs]]
role = "brand"
party = "brand"
remaining = true
[[gift_legs]]
role = "host"
party = "host"
basis_points = 9000
[[gift_legs]]
role = "platform"
account = "platform:gifts"
remaining = true
"""
    db.write_now(publish_share_rules, SYSTEM, body)
    assert split(db, gift) == {"host": 500, "platform": 500}


def test_the_statement_says_what_waits_and_what_came_and_why(db, stage, zoe):
    gift = give(db, zoe, stage)
    host = stage.host
    [waiting] = db.read_now(expected_by, host, host.id)
    assert (waiting.kind, waiting.why, waiting.basis_points, waiting.base_minor) == (
        "gift",
        "host_of_gift",
        5_000,
        1_000,
    )
    db.clock.advance(DAY_MS)
    run_due_now(db)
    [posting] = db.read_now(postings_of, host, host.id)
    assert (posting.reason, posting.minor) == ("release", 500)
    assert (posting.why["gift_id"], posting.why["code"]) == (gift.id, "host_of_gift")
    [totals] = db.read_now(totals_of, host, host.id)
    assert (totals.expected_minor, totals.released_minor, totals.payable_minor, totals.orders) == (0, 500, 500, 0)


def test_what_is_taken_back_in_time_never_reaches_the_host(db, stage, zoe):
    gift = give(db, zoe, stage)
    db.write_now(take_back, zoe, gift.id)
    run_due_now(db)
    db.clock.advance(2 * DAY_MS)
    run_due_now(db)
    assert payable(db, stage.host.id) == 0
    assert db.read_now(wallet_of, zoe.id).free.minor == 50_000
    assert db.read_now(ledger.balance, f"escrow:{gift.id}") == 0


@pytest.mark.parametrize(("code", "quantity"), [("rose", 1), ("tea", 7), ("crown", 1)])
def test_a_refund_after_the_release_takes_it_from_everybody_to_the_unit(db, join, stage, zoe, code, quantity):
    mina = sign(db, join, stage.host, share_bp=3_333)
    gift = give(db, zoe, stage, code, quantity=quantity)
    db.clock.advance(DAY_MS)
    run_due_now(db)
    olga = join("olga", "operator")
    for _ in range(2):
        db.write_now(refund_gift, olga, gift.id, reason="minor")
        run_due_now(db)
    assert db.read_now(wallet_of, zoe.id).free.minor == 50_000
    assert [payable(db, party) for party in (stage.host.id, mina.organisation_id)] == [0, 0]
    assert db.read_now(ledger.balance, "platform:gifts") == 0


def test_a_host_who_has_been_paid_owes_what_goes_back(db, join, stage, zoe):
    gift = give(db, zoe, stage)
    db.clock.advance(DAY_MS)
    run_due_now(db)
    legs = [ledger.Leg(f"payable:{stage.host.id}", -500), ledger.Leg("bank", 500)]
    db.write_now(lambda tx, actor: ledger.post(tx, key="gone", reason="gone", legs=legs), SYSTEM)
    db.write_now(refund_gift, join("olga", "operator"), gift.id, reason="fraud")
    run_due_now(db)
    assert db.read_now(ledger.balance, f"receivable:{stage.host.id}") == -500
    assert db.read_now(wallet_of, zoe.id).free.minor == 50_000


def test_a_gift_waits_as_long_as_the_operators_say_also_after_the_show(db, join, stage, zoe):
    db.write_now(set_gift_policy, join("olga", "operator"), GiftKnobs(hold_hours=2))
    give(db, zoe, stage)
    db.write_now(end_show, stage.host, stage.show_id)
    db.clock.advance(2 * HOUR_MS - 1)
    run_due_now(db)
    assert payable(db, stage.host.id) == 0
    db.clock.advance(1)
    run_due_now(db)
    assert payable(db, stage.host.id) == 500


def test_news_of_a_refund_before_that_of_its_gift_come_to_the_same(db, stage, zoe):
    gift = db.write_now(send_gift, zoe, stage.room_id, Giving("cake", "first"))
    db.write_now(take_back, zoe, gift.id)
    run_due_now(db)
    db.clock.advance(2 * DAY_MS)
    run_due_now(db)
    assert db.read_now(wallet_of, zoe.id).free.minor == 50_000
    assert payable(db, stage.host.id) == 0


@pytest.mark.parametrize("statement", range(1, 9))
def test_a_gift_that_dies_at_any_statement_leaves_nothing_and_can_be_sent_again(db, stage, zoe, statement):
    """The same key after a crash is one gift, whole."""

    def dying(tx, actor):
        left = iter(range(statement))

        def execute(sql, *rows):
            if next(left, None) is None:
                raise PowerCut
            return real(sql, *rows)

        real = tx._execute
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(tx), "_execute", lambda _tx, sql, *rows: execute(sql, *rows))
            return send_gift(tx, actor, stage.room_id, Giving("cake", "first"))

    with pytest.raises(PowerCut):
        db.write_now(dying, zoe)
    gift = give(db, zoe, stage)
    assert db.read_now(wallet_of, zoe.id).free.minor == 49_000
    assert db.read_now(ledger.balance, f"escrow:{gift.id}") == 1_000


class PowerCut(Exception):
    pass
