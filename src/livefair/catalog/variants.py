"""Variants: what buyers choose by (size, colour), and the SKU of every combination."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.catalog.events import OptionsLaidOut
from livefair.catalog.models import PICTURE, SKU
from livefair.catalog.models.variants import OPTION, OPTION_VALUE
from livefair.catalog.products import add_sku, own_product_for
from livefair.catalog.queries import skus_of
from livefair.catalog.rules import SKUS_MAX
from livefair.catalog.rules.variants import (
    NAME_CHARS_MAX,
    OPTIONS_MAX,
    VALUES_MAX,
    Named,
    OptionDraft,
    Value,
    combination_of,
    combinations,
    count,
    repeated,
)
from livefair.kernel import Actor, Conflict, Invalid, Money, ReadTx, WriteTx, change, not_found, query, require_valid
from livefair.people import clean_line


class OptionValue(NamedTuple):
    id: str
    option_position: int
    name_zh: str
    name_en: str
    picture_key: str | None

    def name(self, locale: str) -> str:
        return self.name_zh if locale == "zh" else self.name_en


class Option(NamedTuple):
    position: int
    name_zh: str
    name_en: str
    values: tuple[OptionValue, ...] = ()

    def name(self, locale: str) -> str:
        return self.name_zh if locale == "zh" else self.name_en


_OPTIONS = query(
    lambda position, zh, en: Option(position, zh, en),
    select(OPTION.c.position, OPTION.c.name_zh, OPTION.c.name_en)
    .where(OPTION.c.product_id == bindparam("product"))
    .order_by(OPTION.c.position),
)
_VALUES = query(
    OptionValue,
    select(*(getattr(OPTION_VALUE.c, field) for field in OptionValue._fields))
    .where(OPTION_VALUE.c.product_id == bindparam("product"))
    .order_by(OPTION_VALUE.c.option_position, OPTION_VALUE.c.position),
)
_CHOSEN = query(
    str,
    select(SKU.c.id).where(
        SKU.c.product_id == bindparam("product"),
        SKU.c.combination == bindparam("combination"),
        SKU.c.retired_at_ms.is_(None),
    ),
)
_OWN_PICTURE = query(
    str,
    select(PICTURE.c.file_key).where(
        PICTURE.c.product_id == bindparam("product"), PICTURE.c.file_key == bindparam("key")
    ),
)
_PICTURE = change(
    update(OPTION_VALUE)
    .where(OPTION_VALUE.c.id == bindparam("one"), OPTION_VALUE.c.product_id == bindparam("product"))
    .values(picture_key=bindparam("key"))
)


def lay_out(tx: WriteTx, actor: Actor, product_id: str, options: Sequence[OptionDraft], *, price: Money) -> list[str]:
    """Say what buyers choose by, and put every combination that is new on sale at `price`. Returns the new SKUs.

    Values may be added later, in the options' order; options may not. Conflict: options_fixed, too_many_skus.
    Invalid: too_many_options, no_values, value_twice.
    """
    own_product_for(tx, actor, product_id)
    drafts = [_clean(option) for option in options]
    require_valid(0 < len(drafts) <= OPTIONS_MAX, "too_many_options", field="options", limit=OPTIONS_MAX)
    laid_out = options_of(tx, product_id)
    if laid_out and [(one.name_zh, one.name_en) for one in laid_out] != [tuple(draft.name) for draft in drafts]:
        raise Conflict("options_fixed")
    if count(drafts) > SKUS_MAX:
        raise Conflict("too_many_skus", limit=SKUS_MAX)
    axes = [_keep_option(tx, product_id, index, draft, laid_out) for index, draft in enumerate(drafts)]
    known = {sku.combination for sku in skus_of(tx, product_id)}
    made = [
        add_sku(tx, actor, product_id, name_zh=name.zh, name_en=name.en, price=price, combination=combination)
        for combination, name in combinations(axes)
        if combination not in known
    ]
    tx.announce(OptionsLaidOut(product_id=product_id, options=len(axes), new_skus=len(made)))
    return made


def add_combination(
    tx: WriteTx, actor: Actor, product_id: str, chosen: Sequence[tuple[Named, Named]], *, price: Money
) -> str:
    """One variant by its option and value each, which become known when they are not. Returns its SKU.

    Conflict: options_fixed when the product is chosen by other options, combination_taken.
    """
    own_product_for(tx, actor, product_id)
    drafts = [_clean(OptionDraft(option, (value,))) for option, value in chosen]
    require_valid(0 < len(drafts) <= OPTIONS_MAX, "too_many_options", field="options", limit=OPTIONS_MAX)
    laid_out = options_of(tx, product_id)
    if laid_out and [one.name_zh for one in laid_out] != [draft.name.zh for draft in drafts]:
        raise Conflict("options_fixed")
    axes = [_keep_option(tx, product_id, index, draft, laid_out) for index, draft in enumerate(drafts)]
    values = [
        next(value for value in axis if {*value.name} & {*draft.values[0]})
        for axis, draft in zip(axes, drafts, strict=True)
    ]
    [(combination, name)] = combinations([[value] for value in values])
    if tx.one(_CHOSEN, product=product_id, combination=combination) is not None:
        raise Conflict("combination_taken")
    return add_sku(tx, actor, product_id, name_zh=name.zh, name_en=name.en, price=price, combination=combination)


def show_value_by(tx: WriteTx, actor: Actor, product_id: str, value_id: str, file_key: str | None) -> None:
    """Show a colour by one of the product's own pictures; None: by its name alone."""
    own_product_for(tx, actor, product_id)
    if file_key is not None and tx.one(_OWN_PICTURE, product=product_id, key=file_key) is None:
        not_found("picture")
    if not tx.change(_PICTURE, product=product_id, one=value_id, key=file_key):
        not_found("option_value")


def options_of(tx: ReadTx, product_id: str) -> list[Option]:
    """In the order of choosing, each with its values; none for a product without."""
    options = tx.all(_OPTIONS, product=product_id)
    values = tx.all(_VALUES, product=product_id) if options else []
    return [
        option._replace(values=tuple(value for value in values if value.option_position == option.position))
        for option in options
    ]


def options_on_sale(tx: ReadTx, product_id: str, choices: Sequence[tuple[str, ...]]) -> list[Option]:
    """The options by which variants with these choices can be told apart: none when one stands outside of them.

    A product without options costs no statement.
    """
    if not choices or not all(choices):
        return []
    used = {value_id for choice in choices for value_id in choice}
    return [
        option._replace(values=tuple(value for value in option.values if value.id in used))
        for option in options_of(tx, product_id)
    ]


def sku_chosen(tx: ReadTx, product_id: str, value_ids: Sequence[str]) -> str:
    """The SKU of a combination. Conflict: no_such_variant when it is not on sale."""
    found = tx.one(_CHOSEN, product=product_id, combination=combination_of(value_ids))
    if found is None:
        raise Conflict("no_such_variant")
    return found


def _clean(option: OptionDraft) -> OptionDraft:
    name, *values = (_clean_name(each) for each in (option.name, *option.values))
    require_valid(0 < len(values) <= VALUES_MAX, "no_values", field="options", limit=VALUES_MAX)
    if (twice := repeated(values)) is not None:
        raise Invalid("value_twice", field="options", name=twice.zh)
    return OptionDraft(name, tuple(values))


def _clean_name(name: Named) -> Named:
    return Named(*(clean_line(text, limit=NAME_CHARS_MAX, field="options") for text in name))


def _keep_option(
    tx: WriteTx, product_id: str, position: int, draft: OptionDraft, laid_out: Sequence[Option]
) -> list[Value]:
    """Every value of the option, those of before first."""
    if not laid_out:
        tx.insert(OPTION, product_id=product_id, position=position, name_zh=draft.name.zh, name_en=draft.name.en)
    before = laid_out[position].values if laid_out else ()
    values = [Value(value.id, Named(value.name_zh, value.name_en)) for value in before]
    known = {name for value in values for name in value.name}
    for name in draft.values:
        if name.zh in known or name.en in known:
            continue
        value = Value(tx.new_id(), name)
        tx.insert(
            OPTION_VALUE,
            id=value.id,
            product_id=product_id,
            option_position=position,
            position=len(values),
            name_zh=name.zh,
            name_en=name.en,
        )
        values.append(value)
    return values
