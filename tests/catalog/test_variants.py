import pytest

from livefair.catalog import retire_sku
from livefair.catalog.queries import skus_of
from livefair.catalog.rules.variants import Named, OptionDraft
from livefair.catalog.variants import lay_out, options_of, options_on_sale, show_value_by, sku_chosen
from livefair.kernel import Conflict, Invalid, Money, NotFound
from tests.stall import set_up

COLOURS = OptionDraft(Named("颜色", "Colour"), (Named("红", "Red"), Named("蓝", "Blue")))
SIZES = OptionDraft(Named("尺码", "Size"), (Named("小", "S"), Named("大", "L")))


def laid_out(db, stall, *options, minor=9900):
    return db.write_now(lay_out, stall.brand, stall.product_id, list(options), price=Money(minor))


def test_every_combination_of_options_becomes_a_variant(db, join):
    stall = set_up(db, join)
    made = laid_out(db, stall, COLOURS, SIZES)
    names = [sku.name_en for sku in db.read_now(skus_of, stall.product_id)]
    assert (len(made), names) == (4, ["Blue", "Red · S", "Red · L", "Blue · S", "Blue · L"])


def test_laying_out_again_adds_only_what_is_new_and_keeps_prices(db, join):
    stall = set_up(db, join)
    first = laid_out(db, stall, COLOURS, SIZES)
    wider = SIZES._replace(values=(*SIZES.values, Named("特大", "XL")))
    new = laid_out(db, stall, COLOURS, wider, minor=12_900)
    prices = {sku.id: sku.price_minor for sku in db.read_now(skus_of, stall.product_id)}
    assert [prices[one] for one in first] == [9900] * 4
    assert [prices[one] for one in new] == [12_900] * 2


def test_a_variant_is_found_by_what_was_chosen_until_it_is_taken_off_sale(db, join):
    stall = set_up(db, join)
    made = laid_out(db, stall, COLOURS, SIZES)
    colour, size = (option.values for option in db.read_now(options_of, stall.product_id))
    chosen = [colour[1].id, size[0].id]
    assert db.read_now(sku_chosen, stall.product_id, chosen) == made[2]
    db.write_now(retire_sku, stall.brand, made[2])
    with pytest.raises(Conflict, match="no_such_variant"):
        db.read_now(sku_chosen, stall.product_id, chosen)
    assert laid_out(db, stall, COLOURS, SIZES) != [], "what was taken off sale can be put on sale anew"


def test_options_are_buttons_only_where_all_variants_on_sale_are_combinations(db, join):
    stall = set_up(db, join)
    laid_out(db, stall, COLOURS)
    assert db.read_now(options_on_sale, stall.product_id, choices(db, stall)) == []
    db.write_now(retire_sku, stall.brand, stall.sku_id)
    [option] = db.read_now(options_on_sale, stall.product_id, choices(db, stall))
    assert [value.name("en") for value in option.values] == ["Red", "Blue"]


def choices(db, stall):
    return [sku.choice for sku in db.read_now(skus_of, stall.product_id)]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), "too_many_options"),
        ((COLOURS, SIZES, COLOURS, SIZES), "too_many_options"),
        ((COLOURS._replace(values=()),), "no_values"),
        ((COLOURS._replace(values=(Named("红", "Red"), Named("红", "Crimson"))),), "value_twice"),
        ((COLOURS._replace(values=(Named("", ""),)),), "empty"),
    ],
)
def test_options_that_nobody_could_choose_by_are_refused(db, join, options, code):
    stall = set_up(db, join)
    with pytest.raises(Invalid, match=code):
        laid_out(db, stall, *options)


def test_more_combinations_than_a_product_may_have_are_refused_whole(db, join):
    stall = set_up(db, join)
    many = [OptionDraft(Named(name, name), tuple(Named(f"{n}", f"{n}") for n in range(11))) for name in "ab"]
    with pytest.raises(Conflict, match="too_many_skus"):
        laid_out(db, stall, *many)
    assert db.read_now(options_of, stall.product_id) == []


def test_options_are_fixed_once_there_are_variants(db, join):
    stall = set_up(db, join)
    laid_out(db, stall, COLOURS)
    for changed in ((COLOURS, SIZES), (SIZES,)):
        with pytest.raises(Conflict, match="options_fixed"):
            laid_out(db, stall, *changed)


def test_only_the_brand_lays_out_its_product_and_shows_values_by_its_own_pictures(db, join):
    stall, other = set_up(db, join), set_up(db, join, name="other")
    with pytest.raises(NotFound):
        db.write_now(lay_out, other.brand, stall.product_id, [COLOURS], price=Money(100))
    laid_out(db, stall, COLOURS)
    value = db.read_now(options_of, stall.product_id)[0].values[0]
    with pytest.raises(NotFound):
        db.write_now(show_value_by, stall.brand, stall.product_id, value.id, "somebody-elses.webp")
