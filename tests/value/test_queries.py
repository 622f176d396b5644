import pytest

from livefair.content.events import VideoLiked, VideoShared
from livefair.kernel import DAY_MS, SYSTEM, Actor, Invalid, NotAllowed, NotFound
from livefair.people.consents import give_consent, withdraw_consent
from livefair.shop.events import CartLineAdded, OrderDelivered, OrderPlaced
from livefair.value import publish_shipped_share_rules
from livefair.value.events import SharesReleased
from livefair.value.queries import (
    PERIODS,
    Funnel,
    Span,
    Sums,
    codebook,
    open_indicator,
    overview,
    published_rules,
    span_of,
)
from tests.value.indicators.log import log, made
from tests.value.shopping import buy_and_keep, line, pay, refund

OPERATOR = Actor("op", frozenset({"operator"}))


def seen(db, period="28d"):
    return db.read_now(lambda tx: overview(tx, OPERATOR, span_of(tx, period)))


def test_the_three_stages_have_at_least_six_indicators_each(db):
    stages = {stage.code: len(stage.readings) for stage in seen(db).stages}
    assert list(stages) == ["drivers", "behaviours", "results"]
    assert min(stages.values()) >= 6


def test_the_links_join_indicators_that_are_there(db):
    found = seen(db)
    ids = {reading.indicator.id for stage in found.stages for reading in stage.readings}
    assert {end for link in found.links for end in link} <= ids


def test_sales_are_shown_gross_net_of_refunds_and_settled(db):
    buy_and_keep(db, line(10_000))
    returned = line(6_000)
    refund(db, pay(db, returned), {returned.line_id: 6_000})
    assert seen(db).sums == Sums(
        currency="CNY",
        gross_minor=16_000,
        net_minor=10_000,
        settled_minor=10_000,
        shared_minor=1_700,
        orders=2,
        buyers=1,
    )


def test_the_way_from_seen_to_kept_is_counted(db):
    buy_and_keep(db, line())
    pay(db, line())
    assert seen(db).funnel == Funnel(seen=0, in_cart=2, placed=2, paid=2, delivered=1, kept=1)


def test_no_step_of_the_way_is_more_than_the_one_before_at_the_edges_of_a_period(db, clock):
    """Paid before the period and delivered in it; put in a cart before it and ordered in it."""
    log(db, made(CartLineAdded, buyer_id="ann"))
    buy_and_keep(db, line(), line())
    early = clock()
    clock.advance(DAY_MS)
    log(db, made(OrderDelivered, order_id="old"), made(SharesReleased, order_id="old", line_id="l"))
    log(db, made(OrderPlaced, order_id="new", buyer_id="ann"), made(CartLineAdded, buyer_id="eve"))
    funnel = db.read_now(overview, OPERATOR, Span(early + 1, clock() + 1)).funnel
    assert funnel == Funnel(seen=0, in_cart=2, placed=1, paid=0, delivered=0, kept=0)
    whole = seen(db).funnel
    assert list(whole[1:]) == sorted(whole[1:], reverse=True)


def test_what_is_too_much_to_be_read_is_named(db, monkeypatch):
    log(db, *[made(VideoLiked, person_id="ann")] * 3)
    assert all(reading.cut == () for stage in seen(db).stages for reading in stage.readings)
    monkeypatch.setattr("livefair.value.indicators.window.FACTS_MAX", 2)
    cut = [reading.indicator.id for stage in seen(db).stages for reading in stage.readings if reading.cut]
    assert "BC2" in cut
    opened = db.read_now(lambda tx: open_indicator(tx, OPERATOR, "BC2", span_of(tx, "28d")))
    assert opened.reading.cut == ("content.VideoLiked",)
    assert opened.reading.n == 2


def test_what_lies_outside_the_period_does_not_count(db):
    pay(db, line())
    db.clock.advance(2 * DAY_MS)
    assert seen(db, "1d").sums.gross_minor == 0
    assert seen(db, "7d").sums.gross_minor == 10_000


def test_a_period_of_one_s_own_can_be_chosen(db, clock):
    pay(db, line())
    paid_at = clock()
    db.clock.advance(DAY_MS)
    for span, gross in [(Span(paid_at, paid_at + 1), 10_000), (Span(paid_at + 1, clock()), 0)]:
        assert db.read_now(overview, OPERATOR, span).sums.gross_minor == gross


@pytest.mark.parametrize("period", ["", "1y", "x" * 1000])
def test_an_unknown_period_is_refused(db, period):
    with pytest.raises(Invalid, match="unknown_period"):
        db.read_now(span_of, period)


def test_an_indicator_opens_to_its_days_and_source_rows(db):
    pay(db, line())
    db.clock.advance(DAY_MS)
    pay(db, line())
    opened = db.read_now(lambda tx: open_indicator(tx, OPERATOR, "VR", span_of(tx, "7d")))
    assert opened.reading.value == 20_000
    assert len(opened.days) == 7
    assert [day.value for day in opened.days][-2:] == [10_000, 10_000]
    assert opened.days[0].value is None
    assert opened.rows.total == 2


def test_an_indicator_that_is_not_there_is_not_found(db):
    with pytest.raises(NotFound):
        db.read_now(lambda tx: open_indicator(tx, OPERATOR, "XX", span_of(tx, "7d")))


@pytest.mark.parametrize("roles", [set(), {"customer"}, {"host"}, {"brand"}, {"researcher"}])
def test_only_operators_see_the_stages_with_their_rows(db, roles):
    with pytest.raises(NotAllowed):
        db.read_now(lambda tx: overview(tx, Actor("x", frozenset(roles)), span_of(tx, "7d")))


def test_the_versions_of_the_share_rules_say_which_is_in_force(db):
    db.write_now(publish_shipped_share_rules, SYSTEM)
    [only] = db.read_now(published_rules, OPERATOR)
    assert (only.rules.version, only.is_in_force, only.published_by) == (1, 1, "system")


def test_periods_grow(db):
    assert list(PERIODS.values()) == sorted(PERIODS.values())
    assert db.read_now(span_of, "1d").to_ms == db.clock() + 1


RESEARCHER = Actor("re", frozenset({"researcher"}))


def research(db, indicator_id):
    readings = db.read_now(lambda tx: codebook(tx, RESEARCHER, span_of(tx, "28d")))
    return next(reading for reading in readings if reading.indicator.id == indicator_id)


def test_research_counts_only_who_consents_to_it(db, join):
    consenting, other = join("ann"), join("bob")
    db.write_now(give_consent, consenting, "research")
    for n in range(20):
        log(db, made(VideoLiked, person_id=consenting.id), made(VideoShared, person_id=other.id, share_id=str(n)))
    assert (research(db, "BC2").value, research(db, "BC2").n) == (1, 20)
    db.write_now(withdraw_consent, consenting, "research")
    assert research(db, "BC2").value is None


def test_groups_below_twenty_are_not_shown_to_research(db, join):
    person = join("ann")
    db.write_now(give_consent, person, "research")
    log(db, *[made(VideoLiked, person_id=person.id)] * 19)
    assert (research(db, "BC2").value, research(db, "BC2").n) == (None, 0)


def test_the_codebook_is_not_for_everybody(db):
    with pytest.raises(NotAllowed):
        db.read_now(lambda tx: codebook(tx, Actor("x", frozenset({"host"})), span_of(tx, "7d")))
