"""One row of a brand's table becomes goods: made, or changed where the brand's own code is known."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.catalog import (
    Statement,
    Words,
    add_sku,
    create_product,
    edit_product,
    facts_of,
    own_product_for,
    set_price,
    state_fact,
)
from livefair.catalog.queries import skus_named
from livefair.catalog.variants import add_combination
from livefair.kernel import Actor, Conflict, Money, ReadTx, Refusal, WriteTx, query
from livefair.supply.models.imports import IMPORT_CHANGE, PRODUCT_CODE, SKU_CODE
from livefair.supply.rules.imports import CellError, FactCells, ImportRow
from livefair.supply.stock import correct, level, receive

# A refusal's own field, where it has one, as the table's column.
_SHOWN = {"about_zh": "summary_zh", "about_en": "summary_en", "options": "value_1", "name_zh": "variant"}
_COLUMN_OF_CODE = {
    "below_reserved": "stock",
    "bundle_has_no_stock": "stock",
    "combination_taken": "value_1",
    "options_fixed": "option_1",
    "too_many_facts": "fact_1",
    "other_currency": "currency",
    "product_not_listed": "product_code",
    "code_of_other_product": "product_code",
}


class RowRefused(Conflict):
    """What stands in one row is not possible; `error` says where and why."""

    def __init__(self, row: ImportRow, refusal: Refusal) -> None:
        super().__init__(refusal.code, **refusal.params)
        field = str(refusal.params.get("field", ""))
        column = _COLUMN_OF_CODE.get(refusal.code) or _SHOWN.get(field, field) or "sku_code"
        params = {name: value for name, value in refusal.params.items() if name != "field"}
        self.error = CellError(row.number, column, refusal.code, params, _found(row, column))


class _Row(NamedTuple):
    import_id: str
    brand_id: str
    row: ImportRow


_PRODUCT = query(
    str,
    select(PRODUCT_CODE.c.product_id).where(
        PRODUCT_CODE.c.brand_id == bindparam("brand"), PRODUCT_CODE.c.code == bindparam("code")
    ),
)
_SKU = query(
    str,
    select(SKU_CODE.c.sku_id).where(SKU_CODE.c.brand_id == bindparam("brand"), SKU_CODE.c.code == bindparam("code")),
)


def apply_rows(tx: WriteTx, actor: Actor, import_id: str, rows: Sequence[ImportRow]) -> None:
    """All of them, or RowRefused by the first that is not possible."""
    for row in rows:
        try:
            _apply(tx, actor, _Row(import_id, str(actor.organisation_id), row))
        except Refusal as refusal:
            raise RowRefused(row, refusal) from refusal


def _apply(tx: WriteTx, actor: Actor, on: _Row) -> None:
    product_id = _product(tx, actor, on)
    sku_id, is_new = _sku(tx, actor, on, product_id)
    if not is_new:
        _price(tx, actor, on, sku_id)
    if on.row.stock is not None:
        _stock(tx, actor, on, sku_id)
    for cells in on.row.facts:
        _fact(tx, actor, on, product_id, cells)


def _product(tx: WriteTx, actor: Actor, on: _Row) -> str:
    product_id = tx.one(_PRODUCT, brand=on.brand_id, code=on.row.product_code)
    if product_id is None:
        product_id = create_product(tx, actor, _words(on.row))
        tx.insert(PRODUCT_CODE, brand_id=on.brand_id, code=on.row.product_code, product_id=product_id)
        _note(tx, on, "product", product_id)
        return product_id
    product = own_product_for(tx, actor, product_id)
    if product.state != "listed" or product.hidden_case_id is not None:
        raise Conflict("product_not_listed")
    known = Words(product.title_zh, product.title_en, product.about_zh, product.about_en, product.category)
    wanted = _words(on.row, known)
    if wanted != known:
        edit_product(tx, actor, product_id, wanted)
        _note(tx, on, "words", product_id, json.dumps(known._asdict()), json.dumps(wanted._asdict()))
    return product_id


def _words(row: ImportRow, known: Words | None = None) -> Words:
    """What the row says over what is known; of what is new, one language stands in for the other."""
    given = {name.replace("summary", "about"): text for name, text in row.words.items()}
    if known is not None:
        return known._replace(**given)
    both: dict[str, str] = {}
    for name in ("title", "about"):
        zh, en = given.get(f"{name}_zh", ""), given.get(f"{name}_en", "")
        both |= {f"{name}_zh": zh or en, f"{name}_en": en or zh}
    return Words(**both, category=given.get("category", "other"))


def _sku(tx: WriteTx, actor: Actor, on: _Row, product_id: str) -> tuple[str, bool]:
    """The row's SKU, and whether it is new."""
    row = on.row
    known = tx.one(_SKU, brand=on.brand_id, code=row.sku_code)
    if known is not None:
        if skus_named(tx, [known])[known].product_id != product_id:
            raise Conflict("code_of_other_product")
        return known, False
    price = Money(row.price_minor, row.currency)
    if row.chosen:
        sku_id = add_combination(tx, actor, product_id, row.chosen, price=price)
    else:
        zh, en = row.variant.zh or "标准", row.variant.en or "Standard"
        sku_id = add_sku(tx, actor, product_id, name_zh=zh, name_en=en, price=price)
    tx.insert(SKU_CODE, brand_id=on.brand_id, code=row.sku_code, sku_id=sku_id)
    _note(tx, on, "sku", sku_id)
    return sku_id, True


def _price(tx: WriteTx, actor: Actor, on: _Row, sku_id: str) -> None:
    before = skus_named(tx, [sku_id])[sku_id].price_minor
    set_price(tx, actor, sku_id, Money(on.row.price_minor, on.row.currency))
    if before != on.row.price_minor:
        _note(tx, on, "price", sku_id, str(before), str(on.row.price_minor))


def _stock(tx: WriteTx, actor: Actor, on: _Row, sku_id: str) -> None:
    """So many pieces are on the shelf, whatever was there before."""
    before, wanted = level(tx, sku_id).on_hand, on.row.stock or 0
    key = f"import:{on.import_id}:{on.row.number}"
    if wanted > before:
        receive(tx, actor, sku_id, quantity=wanted - before, key=key)
    elif wanted < before:
        correct(tx, actor, sku_id, by=wanted - before, key=key)
    if wanted != before:
        _note(tx, on, "stock", sku_id, str(before), str(wanted))


def _fact(tx: WriteTx, actor: Actor, on: _Row, product_id: str, cells: FactCells) -> None:
    """A fact of the same name is corrected where it says something else."""
    stated = next((one for one in facts_of(tx, product_id) if one.name_zh == cells.name.zh), None)
    if stated and (stated.value_zh, stated.value_en, stated.source) == (*cells.value, cells.source):
        return
    statement = Statement(*cells.name, *cells.value, cells.source)
    fact_id = state_fact(tx, actor, product_id, statement, corrects=stated.id if stated else None)
    before = "" if stated is None else json.dumps(stated._asdict())
    _note(tx, on, "fact", product_id, before, fact_id)


def _note(tx: WriteTx, on: _Row, kind: str, subject_id: str, before: str = "", after: str = "") -> None:
    tx.insert(
        IMPORT_CHANGE,
        import_id=on.import_id,
        row=on.row.number,
        kind=kind,
        subject_id=subject_id,
        before=before,
        after=after,
    )


def _found(row: ImportRow, column: str) -> str:
    if column in {"sku_code", "product_code", "currency"}:
        return str(getattr(row, column))
    if column == "stock":
        return str(row.stock)
    return row.words.get(column, "")


def codes_of(tx: ReadTx, brand_id: str, code: str) -> tuple[str | None, str | None]:
    """The product and the SKU that the brand calls so."""
    return tx.one(_PRODUCT, brand=brand_id, code=code), tx.one(_SKU, brand=brand_id, code=code)
