import pytest

from livefair.catalog import add_sku, facts_of, price_truth, set_price
from livefair.catalog.queries import products_of_brand, skus_of
from livefair.kernel import SYSTEM, Conflict, JobContext, Money, NotAllowed, NotFound
from livefair.kernel.files import Files
from livefair.supply import level, reserve
from livefair.supply.import_rows import codes_of
from livefair.supply.import_undoing import take_import_back, undo_import
from livefair.supply.importing import NewImport, errors_of, import_catalog, import_for, imports_of, start_import
from tests.stall import set_up

HEAD = "product_code,sku_code,title_zh,title_en,price,stock,option_1,value_1,fact_1,fact_1_value,fact_1_source\n"
CUPS = (
    "cup,cup-red,杯,Cup,39.90,5,颜色|Colour,红|Red,容量|Volume,350 ml,自测\n"
    "cup,cup-blue,,,42,7,颜色|Colour,蓝|Blue,,,\n"
    "dish,dish-1,碟,Dish,12,0,,,,,\n"
)


class Importing:
    """A brand and what it brings in."""

    def __init__(self, db, join):
        self.db, self.stall = db, set_up(db, join)
        self.files = Files("memory://")
        self.context = JobContext(db, {Files: self.files})
        self.count = 0

    async def bring_in(self, text, *, is_dry=False):
        self.count += 1
        new = NewImport("goods.csv", await self.files.put(text.encode()), is_dry)
        import_id = self.db.write_now(start_import, self.stall.brand, new, key=f"import {self.count}")
        await import_catalog(self.context, import_id=import_id)
        return self.now(import_id)

    def now(self, import_id):
        return self.db.read_now(import_for, self.stall.brand, import_id)

    async def undo(self, import_id):
        self.db.write_now(undo_import, self.stall.brand, import_id)
        await take_import_back(self.context, import_id=import_id)
        return self.now(import_id)

    def errors(self, work):
        return [(one.row, one.column, one.code) for one in self.db.read_now(errors_of, work.id)]

    def ids(self, code):
        return self.db.read_now(codes_of, self.stall.brand.organisation_id, code)

    def listed(self):
        cards = self.db.read_now(products_of_brand, self.stall.brand.organisation_id)
        return {card.title_en for card in cards if card.is_offered}


@pytest.fixture
def importing(db, join):
    return Importing(db, join)


async def test_a_table_becomes_products_with_variants_prices_stock_and_facts(db, importing):
    work = await importing.bring_in(HEAD + CUPS)
    assert (work.state, work.rows_total, work.rows_done, work.rows_wrong) == ("done", 3, 3, 0)
    assert importing.listed() == {"Mug", "Cup", "Dish"}
    product_id, _ = importing.ids("cup")
    skus = db.read_now(skus_of, product_id)
    assert [(sku.name_en, sku.price_minor, len(sku.choice)) for sku in skus] == [("Red", 3990, 1), ("Blue", 4200, 1)]
    assert [db.read_now(level, sku.id).sellable for sku in skus] == [5, 7]
    assert [(fact.name_en, fact.value_zh) for fact in db.read_now(facts_of, product_id)] == [("Volume", "350 ml")]


async def test_a_dry_run_finds_what_the_real_one_would_and_changes_nothing(importing):
    text = HEAD + CUPS + "dish,dish-2,碟,Dish,x,1,,,,,\ncup,cup-3,,,9,1,尺码|Size,S,,,\n"
    dry = await importing.bring_in(text, is_dry=True)
    assert importing.listed() == {"Mug"}
    assert (dry.mode, dry.state, dry.rows_done, dry.rows_wrong) == ("dry", "done", 5, 2)
    real = await importing.bring_in(text)
    assert (
        importing.errors(dry)
        == importing.errors(real)
        == [(5, "price", "bad_amount"), (6, "option_1", "options_fixed")]
    )
    assert importing.listed() == {"Mug", "Cup", "Dish"}, "what is right in the same file is in"


async def test_the_same_codes_again_change_goods_instead_of_doubling_them(db, importing):
    await importing.bring_in(HEAD + CUPS)
    await importing.bring_in(HEAD + CUPS.replace("39.90,5", "35,9").replace("Cup,", "Big cup,").replace("350", "360"))
    assert importing.listed() == {"Mug", "Big cup", "Dish"}
    product_id, _ = importing.ids("cup")
    _, sku_id = importing.ids("cup-red")
    assert [minor for _, minor in db.read_now(price_truth, sku_id).points] == [3990, 3500], "the old price is kept"
    assert db.read_now(level, sku_id).on_hand == 9
    assert [fact.value_zh for fact in db.read_now(facts_of, product_id)] == ["360 ml"]


async def test_an_import_is_taken_back_whole(db, importing):
    await importing.bring_in(HEAD + CUPS)
    product_id, sku_id = importing.ids("cup")[0], importing.ids("cup-red")[1]
    second = await importing.bring_in(
        HEAD
        + CUPS.replace("39.90,5", "35,9").replace("Cup,", "Big cup,").replace("350", "360")
        + "new,new-1,新,New,5,1,,,,,\n"
    )
    assert (await importing.undo(second.id)).state == "undone"
    assert importing.listed() == {"Mug", "Cup", "Dish"}
    assert db.read_now(skus_of, product_id)[0].price_minor == 3990
    assert db.read_now(level, sku_id).on_hand == 5
    assert [fact.value_zh for fact in db.read_now(facts_of, product_id)] == ["350 ml"]
    assert importing.ids("new") == (None, None), "the code is free again"


async def test_what_was_sold_or_changed_since_is_kept_when_an_import_is_taken_back(db, importing):
    await importing.bring_in(HEAD + CUPS)
    sku_id, other_id = importing.ids("cup-red")[1], importing.ids("cup-blue")[1]
    second = await importing.bring_in(HEAD + CUPS.replace("39.90,5", "35,9").replace("42,7", "41,7"))
    db.write_now(reserve, SYSTEM, sku_id, quantity=8, reference="line")
    db.write_now(set_price, importing.stall.brand, other_id, Money(4050))
    undone = await importing.undo(second.id)
    assert (undone.state, undone.changes_kept) == ("undone", 2)
    assert db.read_now(level, sku_id).on_hand == 9
    product_id, _ = importing.ids("cup")
    assert [sku.price_minor for sku in db.read_now(skus_of, product_id)] == [3990, 4050]


async def test_an_import_that_was_interrupted_goes_on_where_it_was(db, importing, monkeypatch):
    rows = "".join(f"p{n},s{n},杯 {n},Cup {n},9,1,,,,,\n" for n in range(120))
    new = NewImport("goods.csv", await importing.files.put((HEAD + rows + "bad,,,,,,,,,,\n").encode()), is_dry=False)
    import_id = db.write_now(start_import, importing.stall.brand, new, key="k")

    class Crashing:
        """A database that is gone in the middle."""

        def __init__(self):
            self.left = 3

        def __getattr__(self, name):
            return getattr(db, name)

        async def write(self, use_case, *args, **kwargs):
            self.left -= 1
            if self.left < 0:
                raise ConnectionError
            return await db.write(use_case, *args, **kwargs)

    with pytest.raises(ConnectionError):
        await import_catalog(JobContext(Crashing(), importing.context.services), import_id=import_id)
    assert importing.now(import_id).rows_done == 51
    await import_catalog(importing.context, import_id=import_id)
    assert (importing.now(import_id).rows_done, importing.now(import_id).rows_wrong) == (121, 1)
    assert len(importing.listed()) == 121


async def test_stock_that_buyers_hold_is_not_imported_away(db, importing):
    await importing.bring_in(HEAD + CUPS)
    _, sku_id = importing.ids("cup-red")
    db.write_now(reserve, SYSTEM, sku_id, quantity=4, reference="line")
    work = await importing.bring_in(HEAD + CUPS.replace("39.90,5", "39.90,3"))
    assert importing.errors(work) == [(2, "stock", "below_reserved")]
    assert db.read_now(level, sku_id).on_hand == 5


async def test_a_file_that_cannot_be_read_fails_with_its_reason(importing):
    work = await importing.bring_in('a,"b')
    assert (work.state, work.failure_code) == ("failed", "sheet_not_a_table")
    with pytest.raises(Conflict, match="import_not_to_undo"):
        importing.db.write_now(undo_import, importing.stall.brand, work.id)


async def test_one_import_goes_on_at_a_time_and_only_its_brand_sees_it(db, join, importing):
    new = NewImport("goods.csv", await importing.files.put(b"x"), is_dry=True)
    first = db.write_now(start_import, importing.stall.brand, new, key="one")
    assert db.write_now(start_import, importing.stall.brand, new, key="one") == first
    with pytest.raises(Conflict, match="import_going_on"):
        db.write_now(start_import, importing.stall.brand, new, key="two")
    other = set_up(db, join, name="other")
    with pytest.raises(NotFound):
        db.read_now(import_for, other.brand, first)
    assert db.read_now(imports_of, other.brand) == []
    with pytest.raises(NotAllowed):
        db.write_now(start_import, join("somebody"), new, key="three")


async def test_a_code_never_reaches_another_brands_goods(db, join, importing):
    await importing.bring_in(HEAD + CUPS)
    other = Importing.__new__(Importing)
    other.db, other.files, other.context, other.count = db, importing.files, importing.context, 0
    other.stall = set_up(db, join, name="other")
    await other.bring_in(HEAD + CUPS)
    assert other.ids("cup")[0] != importing.ids("cup")[0]
    assert importing.listed() == {"Mug", "Cup", "Dish"}


async def test_two_hundred_skus_with_a_few_wrong_rows_bring_in_the_others(db, importing):
    rows = [f"p{n // 4},s{n},杯 {n // 4},Cup {n // 4},{n + 1},{n},尺码|Size,{n % 4},,," for n in range(200)]
    rows[10], rows[50], rows[199] = "p2,,杯,,1,1,,,,,", rows[50].replace(",51,", ",free,"), rows[0]
    work = await importing.bring_in(HEAD + "\n".join(rows))
    assert (work.rows_done, work.rows_wrong) == (200, 3)
    assert importing.errors(work) == [
        (12, "sku_code", "empty"),
        (52, "price", "bad_amount"),
        (201, "sku_code", "code_twice"),
    ]
    assert sum(importing.ids(f"s{n}")[1] is not None for n in range(200)) == 197
    assert db.write_now(
        add_sku, importing.stall.brand, importing.ids("p0")[0], name_zh="x", name_en="x", price=Money(1)
    )
