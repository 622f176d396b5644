from concurrent.futures import ThreadPoolExecutor

import pytest

from livefair import ledger
from livefair.governance.gift_policy import GiftKnobs, set_gift_policy
from livefair.kernel import GUEST, SYSTEM, Conflict, Invalid, NotAllowed, NotFound
from livefair.kernel.clock import DAY_MS
from livefair.kernel.runner import run_due_now
from livefair.live import end_show
from livefair.live.events_of_gifts import GiftSent
from livefair.live.gift_refunds import refund_all_of, refund_gift, take_back
from livefair.live.gifts import Giving, gift_of, my_gift, newest_gifts, send_gift
from livefair.live.giving import set_own_limits
from livefair.live.recount import recount
from livefair.live.rules.gifts import Limits
from livefair.live.tallies import sums_of
from livefair.people.ages import confirm_age
from livefair.shop.wallets import receipts_of, wallet_of
from tests.announced import Announced
from tests.purse import fill


@pytest.fixture
def zoe(db, join):
    return join("zoe")


def give(db, actor, stage, code="rose", key="first", quantity=1):
    return db.write_now(send_gift, actor, stage.room_id, Giving(code, key, quantity))


def free(db, actor):
    return db.read_now(wallet_of, actor.id).free.minor


def refused(act, *args, **more):
    try:
        act(*args, **more)
    except (Conflict, NotAllowed) as refusal:
        return refusal.code
    return "done"


def test_a_gift_leaves_the_wallet_and_waits_in_escrow_with_a_receipt(db, stage, zoe):
    fill(db, zoe, 5_000)
    said = Announced(db)
    gift = give(db, zoe, stage, "cake", quantity=2)
    assert free(db, zoe) == 3_000
    assert db.read_now(ledger.balance, f"escrow:{gift.id}") == 2_000
    receipt = db.read_now(receipts_of, zoe)[0]
    assert (receipt.amount.minor, receipt.reason) == (-2_000, "gift")
    assert receipt.why == {"gift_id": gift.id, "code": "cake", "quantity": 2}
    [fact] = [fact for fact in said if isinstance(fact, GiftSent)]
    assert (fact.host_id, fact.amount_minor, fact.is_first) == (stage.host.id, 2_000, True)


def test_a_double_click_is_one_gift(db, stage, zoe):
    fill(db, zoe, 5_000)
    assert give(db, zoe, stage).id == give(db, zoe, stage).id
    with ThreadPoolExecutor(4) as pool:
        assert len({gift.id for gift in pool.map(lambda _: give(db, zoe, stage, key="same"), range(8))}) == 1
    assert free(db, zoe) == 5_000 - 200


def test_of_two_gifts_at_once_with_money_for_one_exactly_one_is_sent(db, stage, zoe):
    fill(db, zoe, 1_000)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: refused(give, db, zoe, stage, "cake", f"k{n}"), range(8)))
    assert sorted(answers) == ["done"] + ["wallet_short"] * 7
    assert free(db, zoe) == 0


def test_of_many_gifts_at_once_no_limit_is_passed(db, stage, zoe):
    fill(db, zoe, 10_000)
    db.write_now(set_own_limits, zoe, Limits(2_000, None))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: refused(give, db, zoe, stage, "cake", f"k{n}"), range(8)))
    assert sorted(answers) == ["done"] * 2 + ["own_day_limit"] * 6
    assert free(db, zoe) == 8_000


def test_children_and_whoever_has_not_said_their_age_are_refused(db, join, stage):
    child, unknown = join("yan"), join("uma")
    db.write_now(confirm_age, child, "2015-01-01")
    assert refused(give, db, child, stage) == "adults_only"
    assert refused(give, db, unknown, stage) == "age_first"
    assert refused(give, db, GUEST, stage) == "sign_in_first"


def test_who_runs_the_room_gives_nothing_in_it(db, stage):
    fill(db, stage.host, 1_000)
    assert refused(give, db, stage.host, stage) == "host_cannot_give"


def test_gifts_are_for_shows_on_air_and_of_the_catalogue(db, stage, zoe):
    fill(db, zoe, 1_000)
    with pytest.raises(Invalid, match="unknown_gift"):
        give(db, zoe, stage, "moon")
    for quantity in (0, -1, 100):
        with pytest.raises(Invalid, match="out_of_range"):
            give(db, zoe, stage, quantity=quantity)
    db.write_now(end_show, stage.host, stage.show_id)
    assert refused(give, db, zoe, stage) == "not_on_air"


def test_the_operators_limit_stops_what_ones_own_would_allow(db, clock, join, stage, zoe):
    fill(db, zoe, 10_000)
    db.write_now(set_gift_policy, join("olga", "operator"), GiftKnobs(day_max_minor=1_500, month_max_minor=2_500))
    give(db, zoe, stage, "cake")
    assert refused(give, db, zoe, stage, "cake", "second") == "house_day_limit"
    clock.advance(DAY_MS)
    give(db, zoe, stage, "cake", "third")
    clock.advance(DAY_MS)
    assert refused(give, db, zoe, stage, "cake", "fourth") == "house_month_limit"


def test_a_gift_can_be_taken_back_in_time_and_once(db, clock, stage, zoe):
    fill(db, zoe, 5_000)
    gift, late = give(db, zoe, stage, "cake"), give(db, zoe, stage, "tea", "second")
    for _ in range(2):
        db.write_now(take_back, zoe, gift.id)
    run_due_now(db)
    assert free(db, zoe) == 5_000 - 300
    clock.advance(10 * 60_000)
    assert refused(db.write_now, take_back, zoe, late.id) == "take_back_over"
    with pytest.raises(NotFound):
        db.write_now(take_back, stage.host, late.id)


def test_what_went_back_does_not_count_against_a_limit(db, stage, zoe):
    fill(db, zoe, 5_000)
    db.write_now(set_own_limits, zoe, Limits(1_000, None))
    gift = give(db, zoe, stage, "cake")
    assert refused(give, db, zoe, stage, key="second") == "own_day_limit"
    db.write_now(take_back, zoe, gift.id)
    give(db, zoe, stage, key="third")


def test_those_who_keep_order_refund_whenever_and_give_a_reason(db, clock, join, stage, zoe):
    fill(db, zoe, 5_000)
    gift, mo = give(db, zoe, stage, "cake"), join("mo", "moderator")
    clock.advance(30 * DAY_MS)
    run_due_now(db)
    with pytest.raises(NotAllowed, match="operators_only"):
        db.write_now(refund_gift, stage.host, gift.id, reason="mistake")
    for reason, code in (("whim", "bad_value"), ("other", "empty")):
        with pytest.raises(Invalid, match=code):
            db.write_now(refund_gift, mo, gift.id, reason=reason)
    for _ in range(2):
        db.write_now(refund_gift, mo, gift.id, reason="minor", note="her mother wrote")
    run_due_now(db)
    assert free(db, zoe) == 5_000
    assert db.read_now(gift_of, gift.id).refund_reason == "minor"


def test_all_gifts_of_a_child_go_back_at_once(db, join, stage, zoe):
    fill(db, zoe, 5_000)
    for number in range(4):
        give(db, zoe, stage, "tea", f"k{number}")
    assert db.write_now(refund_all_of, join("olga", "operator"), zoe.id, reason="minor") == 4
    run_due_now(db)
    assert free(db, zoe) == 5_000


def test_the_running_sums_are_those_of_the_facts(db, join, stage, zoe):
    yan = join("yan")
    fill(db, zoe, 5_000)
    fill(db, yan, 5_000)
    give(db, zoe, stage, "cake")
    back = give(db, zoe, stage, "tea", "second", quantity=3)
    give(db, yan, stage, "rose")
    db.write_now(take_back, zoe, back.id)
    run_due_now(db)
    sums = {name: amount for name, amount in db.read_now(sums_of, stage.show_id).items() if "gi" in name}
    assert sums == {"gifts": 5, "gift_minor": 2_000, "gift_back_minor": 900, "givers": 2}
    again = db.read_now(recount, stage.show_id)
    assert {name: again[name] for name in sums} == sums


def test_only_the_giver_and_those_who_keep_order_see_a_gift(db, join, stage, zoe):
    fill(db, zoe, 5_000)
    gift = give(db, zoe, stage)
    assert db.read_now(my_gift, zoe, gift.id) == gift
    assert db.read_now(newest_gifts, join("olga", "operator")) == [gift]
    for stranger in (stage.host, GUEST):
        with pytest.raises(NotFound):
            db.read_now(my_gift, stranger, gift.id)
    with pytest.raises(NotAllowed):
        db.read_now(newest_gifts, zoe)


def test_a_refused_gift_leaves_nothing_behind(db, stage, zoe):
    fill(db, zoe, 150)
    assert refused(give, db, zoe, stage, "tea", "k") == "wallet_short"
    give(db, zoe, stage, "rose", "k")
    assert db.read_now(ledger.balance, f"wallet:{zoe.id}") == 50
    assert db.write_now(lambda tx, actor: ledger.find(tx, "gift:none"), SYSTEM) is None
