import pytest

from livefair.catalog.rules import SKUS_MAX
from livefair.catalog.rules.variants import Named
from livefair.supply.rules.imports import BATCH_ROWS, batches, in_both, table_of

HEAD = ["product_code", "sku_code", "title_zh", "price", "stock", "option_1", "value_1"]


def row(number, *cells):
    return number, list(cells)


def table(*rows, head=HEAD):
    return table_of([(1, head), *rows])


def test_rows_of_one_product_stand_together_wherever_they_are():
    found = table(row(2, "P1", "A", "杯", "9"), row(3, "P2", "B", "碟", "3"), row(4, "P1", "C", "杯", "9.50"))
    assert [[one.sku_code for one in group] for group in found.groups] == [["A", "C"], ["B"]]
    assert (found.total, found.errors, found.groups[0][1].price_minor) == (3, [], 950)


def test_a_head_may_be_written_in_chinese_and_in_any_order():
    found = table(row(2, "12.5", "P1", "A"), head=["价格", "商品编码", "规格编码"])
    assert (found.groups[0][0].price_minor, found.groups[0][0].product_code) == (1250, "P1")


@pytest.mark.parametrize(
    ("head", "wrong"),
    [
        (["product_code", "sku_code"], ("price", "column_missing")),
        ([*HEAD, "colour"], ("colour", "column_unknown")),
        ([*HEAD, "价格"], ("price", "column_twice")),
    ],
)
def test_a_head_that_is_not_understood_is_named_and_nothing_is_read(head, wrong):
    found = table(row(2, "P1", "A"), head=head)
    assert [(error.column, error.code) for error in found.errors] == [wrong]
    assert found.groups == []


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("", "A", "杯", "9"), ("product_code", "empty")),
        (("P 1", "A", "杯", "9"), ("product_code", "bad_goods_code")),
        (("P1", "A", "杯" * 81, "9"), ("title_zh", "too_long")),
        (("P1", "A", "杯", "nine"), ("price", "bad_amount")),
        (("P1", "A", "杯", "0"), ("price", "out_of_range")),
        (("P1", "A", "杯", ""), ("price", "empty")),
        (("P1", "A", "杯", "9", "-1"), ("stock", "not_a_number")),
        (("P1", "A", "杯", "9", "9999999"), ("stock", "out_of_range")),
        (("P1", "A", "杯", "9", "1", "颜色"), ("value_1", "half_an_option")),
        (("P1", "A", "杯", "9", "1", "", "红"), ("option_1", "half_an_option")),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(cells, wrong):
    found = table(row(7, *cells), row(8, "P2", "B", "碟", "3"))
    assert [(error.row, error.column, error.code) for error in found.errors] == [(7, *wrong)]
    assert [one.sku_code for one in found.groups[0]] == ["B"], "the others are read"


def test_a_row_names_everything_that_is_wrong_with_it():
    found = table(row(2, "", "", "杯", "x", "y"))
    assert {error.column for error in found.errors} == {"product_code", "sku_code", "price", "stock"}


def test_a_code_that_stands_twice_names_the_row_before():
    found = table(row(2, "P1", "A", "杯", "9"), row(3, "P2", "A", "碟", "3"))
    assert [(error.row, error.code, dict(error.params)) for error in found.errors] == [(3, "code_twice", {"row": 2})]


@pytest.mark.parametrize(
    ("text", "name"),
    [("红|Red", ("红", "Red")), ("红", ("红", "红")), ("|Red", ("Red", "Red")), ("红|", ("红", "红")), ("", ("", ""))],
)
def test_a_name_in_one_language_stands_for_both(text, name):
    assert in_both(text) == Named(*name)


def test_batches_keep_products_whole_and_lose_no_row():
    rows = [row(n + 2, f"P{n // 30}", f"S{n}", "杯", "9") for n in range(400)]
    found = list(batches(table(*rows).groups))
    assert [one.sku_code for batch in found for one in batch] == [f"S{n}" for n in range(400)]
    assert all(len(batch) <= BATCH_ROWS for batch in found)
    homes = [{one.product_code for one in batch} for batch in found]
    assert sum(map(len, homes)) == len(set().union(*homes)), "no product stands in two batches"


def test_a_product_with_more_variants_than_it_may_have_is_refused_row_by_row_before_anything_is_tried():
    found = table(*(row(n + 2, "P1", f"S{n}", "杯", "9") for n in range(SKUS_MAX + 50)))
    assert len(found.groups[0]) == SKUS_MAX
    assert {error.code for error in found.errors} == {"too_many_skus"}
    assert [error.row for error in found.errors] == [n + 2 for n in range(SKUS_MAX, SKUS_MAX + 50)]
