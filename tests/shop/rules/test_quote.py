from hypothesis import given
from hypothesis import strategies as st

from livefair.shop.rules.quote import COUPONS, KIND_OF, WHOLE_BP, Flash, Item, Offer, off_by, quote

flashes = st.none() | st.builds(Flash, st.just("sale"), st.integers(1, 2_000), st.integers(-1, 6), st.just(0))
items = st.lists(
    st.builds(
        Item,
        st.uuids().map(str),
        st.sampled_from(["one", "two"]),
        st.integers(1, 99),
        st.integers(1, 2_000),
        flashes,
    ),
    min_size=1,
    max_size=6,
)
offers = st.lists(
    st.one_of(
        st.builds(
            Offer,
            st.uuids().map(str),
            st.sampled_from(["one", "two", "three"]),
            st.integers(1, 100_000),
            percent_bp=st.just(0),
            cap_minor=st.none(),
            least_minor=st.integers(0, 5_000),
            payer=st.just("brand"),
            host_id=st.none(),
        ),
        st.builds(
            Offer,
            st.uuids().map(str),
            st.sampled_from(["one", "two"]),
            off_minor=st.just(0),
            percent_bp=st.integers(1, 9_000),
            cap_minor=st.none() | st.integers(1, 3_000),
            least_minor=st.integers(0, 5_000),
            payer=st.just("brand"),
            host_id=st.none(),
        ),
    ),
    max_size=4,
)
hosted = st.builds(
    lambda item, host, weight: item._replace(host_id=host, host_weight=weight),
    items.map(lambda some: some[0]),
    st.sampled_from(["ana", "bo", None]),
    st.integers(0, 3_000 * WHOLE_BP),
)
stacks = st.lists(
    st.builds(
        lambda offer, payer, host: offer._replace(
            payer=payer,
            host_id=host if payer == "host" else None,
            brand_id=offer.brand_id if payer == "brand" else None,
        ),
        offers.filter(bool).map(lambda some: some[0]),
        st.sampled_from(["brand", "host", "house"]),
        st.sampled_from(["ana", "bo"]),
    ),
    max_size=6,
)


@given(items, offers)
def test_every_line_is_explained_to_the_unit_and_never_free(wanted, held):
    for line in quote(wanted, held):
        explained = sum(each.minor for each in line.reductions)
        assert line.list_minor * line.quantity - explained == line.amount_minor >= 1
        assert len({each.kind for each in line.reductions}) == len(line.reductions)


@given(items, offers)
def test_nothing_wanted_is_lost_and_no_sale_gives_more_than_its_pieces(wanted, held):
    lines = quote(wanted, held)
    for item in wanted:
        of_item = [line for line in lines if line.key == item.key]
        assert sum(line.quantity for line in of_item) == item.quantity
        cheap = [line for line in of_item if any(each.kind == "flash_sale" for each in line.reductions)]
        assert sum(line.quantity for line in cheap) <= max(0, item.flash.pieces if item.flash else 0)
        assert all(line.unit_minor < line.list_minor for line in cheap)


@given(items, offers)
def test_each_brand_has_the_one_coupon_that_takes_most_off(wanted, held):
    plain, lines = quote(wanted), quote(wanted, held)
    for brand in {item.brand_id for item in wanted}:
        total = sum(line.amount_minor for line in plain if line.brand_id == brand)
        ways = sum(line.brand_id == brand for line in plain)
        best = max((off_by(offer, total) for offer in held if offer.brand_id == brand), default=0)
        of_brand = [line for line in lines if line.brand_id == brand]
        used = {each.source_id for line in of_brand for each in line.reductions if each.kind == "coupon"}
        assert len(used) <= 1
        assert sum(line.discount_minor for line in of_brand) == min(best, total - ways)


def test_a_coupon_of_ten_yuan_is_shared_out_in_proportion_and_exactly():
    goods = [Item("a", "one", 1, 3_000), Item("b", "one", 2, 1_500), Item("c", "one", 1, 1)]
    lines = quote(goods, [Offer("g", "one", 1_000, least_minor=6_001)])
    assert [line.amount_minor for line in lines] == [2_500, 2_500, 1]
    assert [line.amount_minor for line in quote(goods, [Offer("g", "one", 1_000, least_minor=6_002)])] == [
        3_000,
        3_000,
        1,
    ]


def test_a_percentage_has_its_cap_and_is_of_what_is_left_after_the_flash_price():
    goods = [Item("a", "one", 1, 10_000, Flash("s", 5_000, 1))]
    [half] = quote(goods, [Offer("g", "one", percent_bp=2_000)])
    [capped] = quote(goods, [Offer("g", "one", percent_bp=2_000, cap_minor=300)])
    assert (half.amount_minor, capped.amount_minor) == (4_000, 4_700)


@given(st.lists(hosted, min_size=1, max_size=5), stacks)
def test_of_each_payer_the_goods_of_a_brand_have_one_coupon_and_each_is_used_once(wanted, held):
    lines = quote(wanted, held)
    for kind in COUPONS:
        used = {(line.brand_id, each.source_id) for line in lines for each in line.reductions if each.kind == kind}
        assert len({brand for brand, _ in used}) == len({source for _, source in used}) == len(used)
    for line in lines:
        explained = sum(each.minor for each in line.reductions)
        assert line.list_minor * line.quantity - explained == line.amount_minor >= 1
        assert len({each.kind for each in line.reductions}) == len(line.reductions)


@given(st.lists(hosted, min_size=1, max_size=5), stacks)
def test_a_host_pays_no_more_than_the_own_part_of_the_price_before_it(wanted, held):
    for line in quote(wanted, held):
        before = line.amount_minor + line.host_bears_minor + line.house_bears_minor
        assert line.host_bears_minor * WHOLE_BP**2 <= before * line.host_weight
        assert line.discount_minor >= line.host_bears_minor + line.house_bears_minor
        hosts = {offer.host_id for offer in held for each in line.reductions if each.source_id == offer.grant_id}
        assert hosts <= {None, line.host_id}


@given(st.lists(hosted, min_size=1, max_size=4), stacks)
def test_a_further_coupon_never_makes_it_dearer_for_its_payer_s_turn(wanted, held):
    """Taking the house's coupons away changes neither what the brand nor what the host gives."""
    without = [offer for offer in held if offer.payer != "house"]
    for some, all_ in zip(quote(wanted, without), quote(wanted, held), strict=True):
        assert [each for each in all_.reductions if each.kind != KIND_OF["house"]] == list(some.reductions)
        assert all_.amount_minor <= some.amount_minor


def test_brand_host_and_house_take_off_in_this_order_each_of_what_is_left():
    goods = [Item("a", "one", 1, 10_000, None, "ana", 2_000 * WHOLE_BP)]
    [line] = quote(
        goods,
        [
            Offer("h", None, percent_bp=1_000, payer="house", least_minor=10_000),
            Offer("m", None, 5_000, payer="host", host_id="ana", least_minor=10_000),
            Offer("b", "one", 1_000),
        ],
    )
    took = [(each.kind, each.minor) for each in line.reductions]
    # The host has 20 % of 90 yuan: no more than that; the house takes 10 % of the 72 that are left.
    assert took == [("coupon", 1_000), ("host_coupon", 1_800), ("house_coupon", 720)]
    assert (line.amount_minor, line.host_bears_minor, line.house_bears_minor) == (6_480, 1_800, 720)


def test_a_house_coupon_goes_where_it_takes_most_off_and_is_used_for_one_brand():
    goods = [Item("a", "one", 1, 2_000), Item("b", "two", 1, 9_000)]
    offers = [Offer("x", None, percent_bp=1_000, payer="house"), Offer("y", None, 300, payer="house")]
    first, second = quote(goods, offers)
    assert (first.house_bears_minor, second.house_bears_minor) == (300, 900)
