import tomllib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.kernel import Invalid
from livefair.value.rules.share_plan import Cohosting, LegRule, Royalty, Terms, plan, require_sound
from livefair.value.share_rulebook import SHIPPED

LEGS = msgspec.convert(tomllib.loads((SHIPPED / "1.toml").read_text("utf-8"))["legs"], list[LegRule])
ALL = {"brand": "b", "host": "h", "mcn": "m", "reviewer": "r"}


def minors(terms, legs=LEGS):
    return {share.role: share.minor for share in plan(terms, legs)}


def test_a_hundred_yuan_are_shared_to_the_cent():
    terms = Terms(10_000, ALL, commission_bp=1_500, mcn_share_bp=2_000)
    assert minors(terms) == {"psp": 60, "platform": 500, "host": 1_200, "mcn": 300, "reviewer": 200, "brand": 7_740}


def test_an_amount_that_does_not_divide_is_shared_by_the_largest_remainders():
    terms = Terms(9_999, ALL, commission_bp=1_250, mcn_share_bp=3_333)
    exact = {"psp": 59.994, "platform": 499.95, "host": 833.29, "mcn": 416.58, "reviewer": 199.98, "brand": 7_989.2}
    assert minors(terms) == {"psp": 60, "platform": 500, "host": 833, "mcn": 417, "reviewer": 200, "brand": 7_989}
    assert all(abs(minors(terms)[role] - share) < 1 for role, share in exact.items())


def test_without_host_and_reviewer_the_brand_gets_their_parts():
    terms = Terms(10_000, {"brand": "b", "host": None, "mcn": None, "reviewer": None}, commission_bp=1_500)
    assert minors(terms) == {"psp": 60, "platform": 500, "brand": 9_440}


def test_the_agency_takes_of_the_host_s_part_and_of_nobody_else_s():
    with_agency = minors(Terms(10_000, ALL, commission_bp=1_500, mcn_share_bp=2_000))
    alone = minors(Terms(10_000, ALL | {"mcn": None}, commission_bp=1_500, mcn_share_bp=2_000))
    assert with_agency["host"] + with_agency["mcn"] == alone["host"]
    assert with_agency["brand"] == alone["brand"]


def test_each_share_says_how_it_came_to_be():
    shares = {share.role: share for share in plan(Terms(10_000, ALL, 1_500, 2_000), LEGS)}
    host, mcn, brand = shares["host"], shares["mcn"], shares["brand"]
    assert (host.why, host.basis_points, host.base_minor) == ("host_of_price", 1_500, 10_000)
    assert (mcn.why, mcn.basis_points, mcn.base_minor) == ("mcn_of_host", 2_000, 1_500)
    assert (brand.why, brand.basis_points, brand.base_minor) == ("brand_remaining", 7_740, 10_000)


@given(st.integers(1, 10**9), st.integers(0, 8_000), st.integers(0, 10_000), st.sets(st.sampled_from(sorted(ALL))))
def test_whatever_the_terms_the_shares_add_up_and_none_is_a_unit_off(amount, commission, mcn_share, missing):
    parties = {role: None if role in missing - {"brand"} else party for role, party in ALL.items()}
    shares = plan(Terms(amount, parties, commission, mcn_share), LEGS)
    assert sum(share.minor for share in shares) == amount
    assert all(abs(share.minor * 10**8 - amount * share.weight) < 10**8 for share in shares)
    assert all(share.minor >= 0 for share in shares)


def test_more_than_the_whole_cannot_be_given_out():
    with pytest.raises(Invalid, match="shares_exceed_whole"):
        plan(Terms(10_000, ALL, commission_bp=9_500), LEGS)


def leg(**more):
    return msgspec.convert({"role": "host", "party": "host"} | more, LegRule)


BRAND = msgspec.convert({"role": "brand", "party": "brand", "remaining": True}, LegRule)


@pytest.mark.parametrize(
    ("legs", "code"),
    [
        ([leg(basis_points=100)], "share_remaining_once"),
        ([BRAND, leg(remaining=True)], "share_remaining_once"),
        ([BRAND, leg()], "share_leg_unclear"),
        ([BRAND, leg(basis_points=1, from_line="commission_bp")], "share_leg_unclear"),
        ([BRAND, leg(basis_points=1, account="platform:fees")], "share_leg_owner"),
        ([BRAND, leg(basis_points=1, of="mcn")], "share_leg_of"),
        ([BRAND, leg(basis_points=1), leg(basis_points=1)], "share_roles_repeat"),
        ([BRAND, leg(basis_points=-1)], "out_of_range"),
        ([BRAND, leg(from_line="commission_bp"), leg(role="mcn", basis_points=2_001)], "shares_exceed_whole"),
    ],
)
def test_unsound_rules_are_refused(legs, code):
    with pytest.raises(Invalid, match=code):
        require_sound(legs, 8_000)


def test_the_shipped_rules_are_sound():
    require_sound(LEGS, 8_000)


COHOSTED = Terms(
    10_001,
    {"brand": "brand", "host": "host", "mcn": "mcn", "reviewer": None},
    commission_bp=1_500,
    mcn_share_bp=2_000,
    cohosts=(Cohosting("zoe", 3_333), Cohosting("yan", 1_000)),
)


def test_co_hosts_have_their_parts_out_of_the_host_s_own_and_nobody_else_gets_a_unit_less():
    alone = {share.role: share.minor for share in plan(COHOSTED._replace(cohosts=()), LEGS)}
    shared = plan(COHOSTED, LEGS)
    assert sum(share.minor for share in shared) == 10_001
    of = {(share.role, share.party): share.minor for share in shared}
    for role in ("psp", "platform", "mcn", "brand"):
        assert next(minor for (each, _), minor in of.items() if each == role) == alone[role]
    assert alone["host"] == 1_200
    assert (of["host", "host"], of["cohost", "zoe"], of["cohost", "yan"]) == (680, 400, 120)
    zoe = next(share for share in shared if share.party == "zoe")
    assert (zoe.why, zoe.basis_points, zoe.base_minor) == ("cohost_of_host", 3_333, 1_200)
    mcn = next(share for share in shared if share.role == "mcn")
    assert mcn.base_minor == 1_500, "the agency's part is of the whole commission"


def test_a_host_may_give_everything_but_not_more():
    everything = plan(COHOSTED._replace(cohosts=(Cohosting("zoe", 10_000),)), LEGS)
    assert [(share.party, share.minor) for share in everything if share.role in {"host", "cohost"}] == [
        ("host", 0),
        ("zoe", 1_200),
    ]
    with pytest.raises(Invalid, match="shares_exceed_whole"):
        plan(COHOSTED._replace(cohosts=(Cohosting("zoe", 6_000), Cohosting("yan", 4_001))), LEGS)


def test_where_no_host_has_a_part_co_hosts_have_none():
    shares = plan(COHOSTED._replace(parties={"brand": "brand"}), LEGS)
    assert "cohost" not in {share.role for share in shares}


@given(st.integers(1, 10**9), st.integers(0, 8_000), st.lists(st.integers(0, 2_500), max_size=4))
def test_whatever_was_agreed_the_parts_add_up_and_only_the_host_s_own_is_divided(amount, commission, points):
    alone = plan(Terms(amount, ALL, commission, 2_000), LEGS)
    seated = tuple(Cohosting(f"p{n}", each) for n, each in enumerate(points))
    shares = plan(Terms(amount, ALL, commission, 2_000, cohosts=seated), LEGS)
    others = [(share.role, share.minor) for share in alone if share.role != "host"]
    assert [(share.role, share.minor) for share in shares if share.role not in {"host", "cohost"}] == others
    assert sum(share.minor for share in shares) == amount
    assert all(share.minor >= 0 for share in shares)


def test_whose_idea_it_was_has_a_royalty_out_of_the_brands_share():
    terms = Terms(10_000, ALL, 1_500, 2_000, royalties=(Royalty("ana", 200, 2, 4), Royalty("bo", 200, 1, 4)))
    shares = plan(terms, LEGS)
    assert [(share.party, share.minor) for share in shares if share.role == "ideator"] == [("ana", 100), ("bo", 50)]
    assert minors(terms)["brand"] == 7_740 - 150
    ana = next(share for share in shares if share.party == "ana")
    assert (ana.why, ana.basis_points, ana.base_minor) == ("ideator_part_of_price", 200, 10_000)


@given(
    st.integers(1, 10**9),
    st.integers(0, 8_000),
    st.lists(st.tuples(st.integers(0, 1_000), st.integers(1, 9)), max_size=6),
)
def test_whatever_is_owed_for_ideas_nobody_but_the_brand_gets_a_unit_less(amount, commission, owed):
    alone = plan(Terms(amount, ALL, commission, 2_000), LEGS)
    royalties = tuple(Royalty(f"p{n}", points, parts, 9) for n, (points, parts) in enumerate(owed))
    shares = plan(Terms(amount, ALL, commission, 2_000, royalties=royalties), LEGS)
    others = [(share.role, share.minor) for share in alone if share.role != "brand"]
    assert [(share.role, share.minor) for share in shares if share.role not in {"brand", "ideator"}] == others
    assert sum(share.minor for share in shares) == amount
    assert all(share.minor >= 0 for share in shares)
    exact = {each.party: amount * each.basis_points * each.parts / 90_000 for each in royalties}
    if sum(exact.values()) < next(share.minor for share in alone if share.role == "brand"):
        assert all(abs(share.minor - exact[share.party]) < 2 for share in shares if share.role == "ideator")


@given(
    st.integers(1, 10**7),
    st.integers(0, 8_000),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.integers(0, 10**6),
)
def test_the_host_s_coupon_is_paid_by_the_host_alone_and_the_house_s_by_nobody_else(paid, commission, mcn, part, house):
    """`part` of what the host has, in basis points, is given to the buyer."""
    whole = paid + house
    most = whole * commission * (10_000 - mcn) // 10**8
    borne = min(most * part // 10_000, paid - 1)
    before = {share.role: share.minor for share in plan(Terms(whole, ALL, commission, mcn), LEGS)}
    terms = Terms(paid - borne, ALL, commission, mcn, host_bears_minor=borne, house_bears_minor=house)
    after = plan(terms, LEGS)
    assert sum(share.minor for share in after) == whole - borne
    assert {share.role: share.minor for share in after} == before | ({"host": before["host"] - borne} if borne else {})
    assert all(share.minor >= 0 for share in after)


def test_rules_that_leave_the_host_too_little_for_its_promise_are_the_house_s_to_pay():
    shares = minors(Terms(9_900, ALL, 0, 0, host_bears_minor=100))
    assert shares == {"psp": 60, "platform": 400, "reviewer": 200, "brand": 9_240}
