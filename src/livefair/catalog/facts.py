"""Product facts: what the brand states, each with its source and the day it was stated."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.catalog import rules
from livefair.catalog.events import ProductFactConfirmed, ProductFactRetracted, ProductFactStated
from livefair.catalog.models import PRODUCT_FACT
from livefair.catalog.products import own_product_for
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, text_in
from livefair.people import clean_line


class ProductFact(NamedTuple):
    id: str
    name_zh: str
    name_en: str
    value_zh: str
    value_en: str
    source: str
    stated_at_ms: int
    confirmed_at_ms: int | None
    product_id: str

    @property
    def fresh_at_ms(self) -> int:
        """When the brand has said it last."""
        return self.confirmed_at_ms or self.stated_at_ms

    def name(self, locale: str) -> str:
        return self.name_zh if locale == "zh" else self.name_en

    def value(self, locale: str) -> str:
        return self.value_zh if locale == "zh" else self.value_en


class Statement(NamedTuple):
    """A fact as the brand states it, in both languages, with the source that it can be checked against."""

    name_zh: str
    name_en: str
    value_zh: str
    value_en: str
    source: str

    def clean(self) -> "Statement":
        return Statement(
            *(clean_line(value, limit=rules.FACT_CHARS_MAX, field=field) for field, value in self._asdict().items())
        )


_IN_FORCE = query(
    ProductFact,
    select(*(getattr(PRODUCT_FACT.c, field) for field in ProductFact._fields))
    .where(PRODUCT_FACT.c.product_id == bindparam("product"), PRODUCT_FACT.c.replaced_at_ms.is_(None))
    .order_by(PRODUCT_FACT.c.position),
)
_REPLACE = change(
    update(PRODUCT_FACT)
    .where(
        PRODUCT_FACT.c.id == bindparam("one"),
        PRODUCT_FACT.c.product_id == bindparam("product"),
        PRODUCT_FACT.c.replaced_at_ms.is_(None),
    )
    .values(replaced_at_ms=bindparam("now"))
)


_COLUMNS = [getattr(PRODUCT_FACT.c, field) for field in ProductFact._fields]
_ONE = query(ProductFact, select(*_COLUMNS).where(PRODUCT_FACT.c.id == bindparam("one")))
_before = PRODUCT_FACT.alias("before")
_CORRECTIONS = query(
    lambda *values: (
        ProductFact(*values[: len(ProductFact._fields)]),
        ProductFact(*values[len(ProductFact._fields) :]),
    ),
    select(*_COLUMNS, *(getattr(_before.c, field) for field in ProductFact._fields))
    .join(_before, _before.c.id == PRODUCT_FACT.c.corrects)
    .where(
        text_in(PRODUCT_FACT.c.product_id, "ids"),
        PRODUCT_FACT.c.stated_at_ms > bindparam("since"),
        PRODUCT_FACT.c.replaced_at_ms.is_(None),
    )
    .order_by(PRODUCT_FACT.c.stated_at_ms),
)
_CONFIRM = change(
    update(PRODUCT_FACT)
    .where(
        PRODUCT_FACT.c.id == bindparam("one"),
        PRODUCT_FACT.c.product_id == bindparam("product"),
        PRODUCT_FACT.c.replaced_at_ms.is_(None),
    )
    .values(confirmed_at_ms=bindparam("now"))
)


def state_fact(tx: WriteTx, actor: Actor, product_id: str, statement: Statement, *, corrects: str | None = None) -> str:
    """State a fact, or correct an earlier one, which stays in the history."""
    own_product_for(tx, actor, product_id)
    in_force = facts_of(tx, product_id)
    position = len(in_force)
    if corrects is not None:
        position = next((index for index, fact in enumerate(in_force) if fact.id == corrects), position)
        if not tx.change(_REPLACE, one=corrects, product=product_id, now=tx.now_ms):
            not_found("product_fact")
    elif position >= rules.FACTS_MAX:
        raise Conflict("too_many_facts", limit=rules.FACTS_MAX)
    fact_id = tx.new_id()
    tx.insert(
        PRODUCT_FACT,
        id=fact_id,
        product_id=product_id,
        stated_at_ms=tx.now_ms,
        position=position,
        corrects=corrects,
        **statement.clean()._asdict(),
    )
    tx.announce(ProductFactStated(fact_id=fact_id, product_id=product_id, corrected_fact_id=corrects))
    return fact_id


def confirm_fact(tx: WriteTx, actor: Actor, product_id: str, fact_id: str) -> None:
    """It is still so today."""
    own_product_for(tx, actor, product_id)
    if not tx.change(_CONFIRM, one=fact_id, product=product_id, now=tx.now_ms):
        not_found("product_fact")
    tx.announce(ProductFactConfirmed(fact_id=fact_id, product_id=product_id))


def fact_called(tx: ReadTx, fact_id: str) -> ProductFact | None:
    """In force or not."""
    return tx.one(_ONE, one=fact_id)


def corrections_since(tx: ReadTx, product_ids: list[str], since_ms: int) -> list[tuple[ProductFact, ProductFact]]:
    """What is in force, with what it corrects, of all that was corrected after a moment."""
    return tx.all(_CORRECTIONS, ids=product_ids, since=since_ms) if product_ids else []


def retract_fact(tx: WriteTx, actor: Actor, product_id: str, fact_id: str) -> None:
    """What was stated is stated no longer; it stays in the history."""
    own_product_for(tx, actor, product_id)
    if not tx.change(_REPLACE, one=fact_id, product=product_id, now=tx.now_ms):
        not_found("product_fact")
    tx.announce(ProductFactRetracted(fact_id=fact_id, product_id=product_id))


def facts_of(tx: ReadTx, product_id: str) -> list[ProductFact]:
    return tx.all(_IN_FORCE, product=product_id)
