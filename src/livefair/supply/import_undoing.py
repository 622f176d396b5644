"""Taking an import back: change by change in the opposite order, but for what has been sold or changed since."""

import json
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair.catalog import (
    Statement,
    Words,
    edit_product,
    own_product_for,
    retire_sku,
    set_price,
    state_fact,
    withdraw_product,
)
from livefair.catalog.facts import facts_of, retract_fact
from livefair.catalog.queries import skus_named
from livefair.kernel import SYSTEM, Actor, Conflict, JobContext, Money, Refusal, WriteTx, change, long_job, query
from livefair.people import actor_of
from livefair.supply.events import CatalogImportUndone
from livefair.supply.importing import LIMIT_MS, import_for
from livefair.supply.models.imports import CATALOG_IMPORT, IMPORT_CHANGE, PRODUCT_CODE, SKU_CODE
from livefair.supply.stock import correct, level, receive

BATCH = 100


class _Change(NamedTuple):
    seq: int
    kind: str
    subject_id: str
    before: str
    after: str


class _Kept(Conflict):
    """A change that cannot be taken back: `seq` says which."""

    def __init__(self, seq: int) -> None:
        super().__init__("kept")
        self.seq = seq


_this = CATALOG_IMPORT.c.id == bindparam("one")
_BEGIN = change(
    update(CATALOG_IMPORT)
    .where(_this, CATALOG_IMPORT.c.state == "done", CATALOG_IMPORT.c.mode == "real")
    .values(state="undoing", undone_by=bindparam("who"))
)
_UNDOING = query(str, select(CATALOG_IMPORT.c.undone_by).where(_this, CATALOG_IMPORT.c.state == "undoing"))
_open = (IMPORT_CHANGE.c.import_id == bindparam("one"), IMPORT_CHANGE.c.outcome.is_(None))
_NEXT = query(
    _Change,
    select(*(getattr(IMPORT_CHANGE.c, field) for field in _Change._fields))
    .where(*_open)
    .order_by(IMPORT_CHANGE.c.seq.desc())
    .limit(BATCH),
)
_MARK = change(
    update(IMPORT_CHANGE)
    .where(IMPORT_CHANGE.c.seq == bindparam("number"), IMPORT_CHANGE.c.outcome.is_(None))
    .values(outcome=bindparam("becomes"))
)
_kept = (
    select(func.count())
    .select_from(IMPORT_CHANGE)
    .where(IMPORT_CHANGE.c.import_id == bindparam("of"), IMPORT_CHANGE.c.outcome == "kept")
    .scalar_subquery()
)
_END = change(
    update(CATALOG_IMPORT)
    .where(_this, CATALOG_IMPORT.c.state == "undoing")
    .values(state="undone", undone_at_ms=bindparam("now"), changes_kept=_kept)
)
_FORGET_PRODUCT = change(delete(PRODUCT_CODE).where(PRODUCT_CODE.c.product_id == bindparam("product")))
_FORGET_SKU = change(delete(SKU_CODE).where(SKU_CODE.c.sku_id == bindparam("sku")))


def undo_import(tx: WriteTx, actor: Actor, import_id: str) -> None:
    """Begin to take back all that the import has changed. Conflict: import_not_to_undo."""
    import_for(tx, actor, import_id)
    if not tx.change(_BEGIN, one=import_id, who=actor.id):
        raise Conflict("import_not_to_undo")
    tx.later(take_import_back, key=f"undo:{import_id}", import_id=import_id)


@long_job(limit_ms=LIMIT_MS)
async def take_import_back(ctx: JobContext, *, import_id: str) -> None:
    while True:
        try:
            if not await ctx.db.write(undo_some, SYSTEM, import_id):
                return
        except _Kept as kept:
            await ctx.db.write(keep_change, SYSTEM, kept.seq)


def undo_some(tx: WriteTx, actor: Actor, import_id: str) -> bool:
    """The newest BATCH changes that are still to be taken back. False: that was all."""
    person_id = tx.one(_UNDOING, one=import_id)
    if person_id is None:
        return False
    brand, found = actor_of(tx, person_id), tx.all(_NEXT, one=import_id)
    for each in found:
        try:
            _undo(tx, brand, import_id, each)
        except Refusal as refusal:
            raise _Kept(each.seq) from refusal
        tx.change(_MARK, number=each.seq, becomes="undone")
    if found:
        return True
    tx.change(_END, one=import_id, of=import_id, now=tx.now_ms)
    tx.announce(CatalogImportUndone(import_id=import_id, brand_id=str(brand.organisation_id)))
    return False


def keep_change(tx: WriteTx, actor: Actor, seq: int) -> None:
    tx.change(_MARK, number=seq, becomes="kept")


def _undo(tx: WriteTx, actor: Actor, import_id: str, each: _Change) -> None:
    undoing = {
        "product": _undo_product,
        "words": _undo_words,
        "sku": _undo_sku,
        "price": _undo_price,
        "fact": _undo_fact,
    }
    if each.kind == "stock":
        _undo_stock(tx, actor, each, key=f"undo:{import_id}:{each.seq}")
    else:
        undoing[each.kind](tx, actor, each)


def _undo_product(tx: WriteTx, actor: Actor, each: _Change) -> None:
    withdraw_product(tx, actor, each.subject_id)
    tx.change(_FORGET_PRODUCT, product=each.subject_id)


def _undo_sku(tx: WriteTx, actor: Actor, each: _Change) -> None:
    tx.change(_FORGET_SKU, sku=each.subject_id)
    retire_sku(tx, actor, each.subject_id)


def _undo_words(tx: WriteTx, actor: Actor, each: _Change) -> None:
    product = own_product_for(tx, actor, each.subject_id)
    now = Words(product.title_zh, product.title_en, product.about_zh, product.about_en, product.category)
    if now != Words(**json.loads(each.after)):
        raise Conflict("changed_since")
    edit_product(tx, actor, each.subject_id, Words(**json.loads(each.before)))


def _undo_price(tx: WriteTx, actor: Actor, each: _Change) -> None:
    sku = skus_named(tx, [each.subject_id])[each.subject_id]
    if sku.price_minor != int(each.after):
        raise Conflict("changed_since")
    set_price(tx, actor, each.subject_id, Money(int(each.before), sku.currency))


def _undo_stock(tx: WriteTx, actor: Actor, each: _Change, *, key: str) -> None:
    """What was sold in the meantime stays sold: the difference goes, not the number. All of it, or it is kept."""
    by = int(each.before) - int(each.after)
    if by > 0:
        receive(tx, actor, each.subject_id, quantity=by, key=key)
    elif level(tx, each.subject_id).sellable < -by:
        raise Conflict("sold_since")
    else:
        correct(tx, actor, each.subject_id, by=by, key=key)


def _undo_fact(tx: WriteTx, actor: Actor, each: _Change) -> None:
    if each.after not in {fact.id for fact in facts_of(tx, each.subject_id)}:
        raise Conflict("changed_since")
    if not each.before:
        retract_fact(tx, actor, each.subject_id, each.after)
        return
    before = json.loads(each.before)
    statement = Statement(*(before[field] for field in Statement._fields))
    state_fact(tx, actor, each.subject_id, statement, corrects=each.after)
