"""What a show of the month had besides goods and talk, and what was rehearsed; in a world of nine days."""

from livefair.catalog import price_truth
from livefair.kernel import GUEST
from livefair.live import rooms_of
from livefair.live.caption_care import captions_to_mend
from livefair.live.helping import helps_for
from livefair.live.leaderboards import leaderboard
from livefair.live.mute_appeals import open_mute_appeals
from livefair.live.planning import coming_shows
from livefair.live.polls import polls_of
from livefair.live.queries import shows_of
from livefair.live.questions import answered_questions, open_questions
from livefair.live.rehearsals import rehearsals_of
from livefair.live.restocks import restocks_of
from livefair.live.seats import cohosts_at
from livefair.live.simulcast import targets_of
from livefair.live.tasks import latest_task
from livefair.live.violations import violations_of
from livefair.people import actor_of, person_called
from livefair.shop.coupons import coupons_of_brand
from livefair.shop.flash_sales import flash_sales_of_brand
from livefair.shop.queries import PAID_STATES, OrderCard, Reduced, orders_of_brand, reductions_of
from livefair.world import invariants
from livefair.world.cast import HOSTS
from livefair.world.demo import demo_address
from livefair.world.errands import brands
from livefair.world.evenings import COHOST_SHARE_BP, GIVERS, MORE_PIECES


def host_of(db, number: int):
    account = HOSTS[number].account
    address = demo_address(account) if account == "host" else f"{account}@example.org"
    host = db.read_now(actor_of, db.read_now(person_called, address))
    [room] = db.read_now(rooms_of, host)
    return host, room.id


def last_show(db, host, room_id: str):
    return next(show for show in db.read_now(shows_of, host, room_id) if show.ended_at_ms)


def test_an_evening_has_company_gifts_a_task_reached_more_stock_and_a_correction(made):
    db = made("one")
    host, room_id = host_of(db, 2)
    show = last_show(db, host, room_id)
    [cohost] = db.read_now(cohosts_at, room_id, show.started_at_ms + 30 * 60_000)
    assert (cohost.person_id, cohost.share_bp) == (host_of(db, 3)[0].id, COHOST_SHARE_BP)
    assert db.read_now(latest_task, show.id).state == "reached"
    [poll] = db.read_now(polls_of, show.id)
    assert poll.voters > 3
    [restock] = db.read_now(restocks_of, show.id)
    assert restock.added == MORE_PIECES
    assert restock.votes > 0
    [violation] = db.read_now(violations_of, show.id)
    assert violation.correction
    captions = db.read_now(captions_to_mend, host, show.id)
    assert [(bool(each.first_text), each.withdrawn_at_ms is None) for each in reversed(captions)] == [
        (False, False),
        (True, True),
        (False, True),
    ]
    questions = [*db.read_now(answered_questions, show.id), *db.read_now(open_questions, show.id)]
    helps = [each for found in db.read_now(helps_for, questions).values() for each in found]
    assert any(each.accepted_at_ms for each in helps)
    assert len(db.read_now(leaderboard, GUEST, show.id)["gifts"]) == GIVERS
    assert db.read_now(open_mute_appeals, host, room_id) == []
    assert db.read_now(invariants.breaches) == []


def test_brands_have_sold_in_flash_sales_and_every_piece_is_counted(made):
    db = made("one")
    sales = [
        sale for brand in db.read_now(brands) for sale in db.read_now(flash_sales_of_brand, str(brand.organisation_id))
    ]
    assert any(sale.taken for sale in sales)
    assert all(sale.state(db.clock()) == "over" for sale in sales)
    taken = next(sale for sale in sales if sale.taken)
    points = db.read_now(price_truth, taken.sku_id).points
    assert (taken.opens_at_ms, taken.price_minor) in points


def test_coupons_were_claimed_and_used_and_the_books_agree(made):
    db = made("one")
    coupons = [
        coupon for brand in db.read_now(brands) for coupon in db.read_now(coupons_of_brand, str(brand.organisation_id))
    ]
    assert any(coupon.claimed for coupon in coupons)
    kinds = {each.kind for each in db.read_now(reduced)}
    assert {"flash_sale", "coupon", "host_coupon"} <= kinds


def reduced(tx) -> list[Reduced]:
    """Why the orders of the nine days cost less, where they did."""
    cards = [card for brand in brands(tx) for card in brand_orders(tx, str(brand.organisation_id))]
    lines = [line.id for card in cards for line in card.lines]
    return [each for found in reductions_of(tx, lines).values() for each in found]


def brand_orders(tx, brand_id: str) -> list[OrderCard]:
    return [card for state in PAID_STATES for card in orders_of_brand(tx, brand_id, state=state, most=200)]


def test_the_newcomers_host_finds_an_appeal_a_graded_rehearsal_and_a_target_that_is_off(made):
    db = made("one")
    host, room_id = host_of(db, 0)
    assert len(db.read_now(open_mute_appeals, host, room_id)) == 1
    show = next(each for each in db.read_now(coming_shows) if each.room_id == room_id)
    [rehearsal] = db.read_now(rehearsals_of, host, show.id)
    assert rehearsal.graded is not None
    assert rehearsal.graded.score > 50
    assert all(part.score is not None for part in rehearsal.graded.parts)
    [target] = db.read_now(targets_of, room_id)
    assert target.started_at_ms is None
