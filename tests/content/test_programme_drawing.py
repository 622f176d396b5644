import asyncio

from livefair import ledger
from livefair.content.feed import feed_page
from livefair.content.impressions import chosen, journal_impressions
from livefair.content.programme_drawing import draw_programmes
from livefair.content.programmes import account_of, members_of, open_programme, programme_for, supported_among
from livefair.content.rules.creators import TREATED, arms_of
from livefair.content.traffic import receipt_of, traffic_of
from livefair.kernel import DAY_MS, GUEST, SYSTEM
from livefair.people.notes import my_notes
from livefair.people.suspensions import suspend
from tests.content.studio import published
from tests.content.test_programmes import applied, draft
from tests.supply.partners import has


def arms(db, programme_id):
    return {member.person_id: member.arm for member in db.read_now(members_of, programme_id)}


def test_the_lot_pays_the_supported_and_holds_the_others_out_and_the_rest_goes_back(db, clock, join):
    olga = join("olga", "operator")
    programme_id = db.write_now(open_programme, olga, draft(db, seats=4), key="a")
    hosts = applied(db, join, programme_id, 5)
    clock.advance(2 * DAY_MS)
    db.write_now(draw_programmes, SYSTEM)
    db.write_now(draw_programmes, SYSTEM)
    drawn = db.read_now(programme_for, olga, programme_id)
    found = arms(db, programme_id)
    assert found == arms_of([host.id for host in hosts], drawn.seed, seats=4, holdout_percent=30)
    paid = {host.id: has(db, host.id) for host in hosts}
    assert paid == {one: 1_000 if arm == TREATED else 0 for one, arm in found.items()}
    assert drawn.paid_minor == sum(paid.values()) == 3_000
    codes = {host.id: db.read_now(my_notes, host)[0].code for host in hosts}
    assert codes == {one: "programme_seat" if arm == TREATED else "programme_no_seat" for one, arm in found.items()}
    clock.advance(18 * DAY_MS)
    db.write_now(draw_programmes, SYSTEM)
    assert db.read_now(ledger.balance, account_of(programme_id), "CNY") == 0
    assert db.read_now(ledger.balance, "goodwill", "CNY") == -3_000
    assert db.read_now(programme_for, olga, programme_id).stage(db.clock()) == "closed"


def test_of_too_few_nothing_is_learned_and_all_goes_back(db, clock, join):
    olga = join("olga", "operator")
    programme_id = db.write_now(open_programme, olga, draft(db), key="a")
    applied(db, join, programme_id, 3)
    clock.advance(2 * DAY_MS)
    db.write_now(draw_programmes, SYSTEM)
    assert db.read_now(ledger.balance, "goodwill", "CNY") == 0
    assert set(arms(db, programme_id).values()) == {None}


def test_whoever_was_suspended_meanwhile_has_no_part_in_the_lot_and_gets_nothing(db, clock, join):
    olga = join("olga", "operator")
    programme_id = db.write_now(open_programme, olga, draft(db, seats=5), key="a")
    gone, *hosts = applied(db, join, programme_id, 5)
    db.write_now(suspend, olga, gone.id)
    clock.advance(2 * DAY_MS)
    db.write_now(draw_programmes, SYSTEM)
    assert arms(db, programme_id)[gone.id] is None
    assert has(db, gone.id) == 0
    assert sum(has(db, host.id) for host in hosts) == 2_000


async def test_two_draws_at_one_moment_pay_once(db, clock, join):
    olga = join("olga", "operator")
    programme_id = db.write_now(open_programme, olga, draft(db), key="a")
    hosts = applied(db, join, programme_id, 6)
    clock.advance(2 * DAY_MS)
    await asyncio.gather(*(db.write(draw_programmes, SYSTEM) for _ in range(8)))
    assert sum(has(db, host.id) for host in hosts) == 3_000


def test_what_the_feed_gives_the_supported_stands_in_their_receipts_and_is_taken_off_their_quota(db, clock, join):
    olga = join("olga", "operator")
    programme_id = db.write_now(open_programme, olga, draft(db, kind="traffic", quota=1, seats=5), key="a")
    hosts = applied(db, join, programme_id, 8)  # five of them are supported: one at least after the first four slots
    for host in hosts:
        published(db, host, host.id)
    clock.advance(4 * DAY_MS)  # nothing is new any more
    db.write_now(draw_programmes, SYSTEM)
    supported = db.read_now(supported_among, [host.id for host in hosts])
    page = db.read_now(feed_page, GUEST)
    lines = [chosen("page", item, item.shown, db.clock()) for item in page.items]
    db.write_now(journal_impressions, SYSTEM, lines)
    [given] = [line for line in lines if line.given == "support"]
    assert given.slot == 5
    assert given.creator_id in supported
    assert supported - db.read_now(supported_among, [host.id for host in hosts]) == {given.creator_id}
    receipt = receipt_of(db.read_now(traffic_of, given.creator_id))
    assert ("support", 1) in receipt.given
