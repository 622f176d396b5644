"""A brand's products, their variants (SKUs), pictures and prices."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair import discovery
from livefair.catalog import rules
from livefair.catalog.events import PriceChanged, ProductCreated, ProductWithdrawn, SkuAdded, SkuRetired
from livefair.catalog.models import PICTURE, PRICE, PRODUCT, SKU
from livefair.catalog.permit_standing import held_since
from livefair.catalog.price_claims import require_no_claims, require_own_claims, require_true_claims
from livefair.kernel import (
    Actor,
    Conflict,
    Money,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.people import clean_line, clean_text, organisation_for


class Product(NamedTuple):
    id: str
    brand_id: str
    title_zh: str
    title_en: str
    about_zh: str
    about_en: str
    category: str
    model_key: str | None
    state: str
    hidden_case_id: str | None
    permit_missing_at_ms: int | None

    @property
    def is_offered(self) -> bool:
        """Anybody may see and buy it."""
        return self.state == "listed" and not self.is_barred

    @property
    def is_barred(self) -> bool:
        """Moderators have removed it, or its brand lacks the permit for it."""
        return self.hidden_case_id is not None or self.permit_missing_at_ms is not None

    def title(self, locale: str) -> str:
        return self.title_zh if locale == "zh" else self.title_en

    def about(self, locale: str) -> str:
        return self.about_zh if locale == "zh" else self.about_en


class Sku(NamedTuple):
    id: str
    product_id: str
    name_zh: str
    name_en: str
    price_minor: int
    currency: str
    combination: str | None = None

    @property
    def choice(self) -> tuple[str, ...]:
        """The ids of the values chosen, one of each option."""
        return tuple(self.combination.split("+")) if self.combination else ()

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    def name(self, locale: str) -> str:
        return self.name_zh if locale == "zh" else self.name_en


_PRODUCT_COLUMNS = [getattr(PRODUCT.c, field) for field in Product._fields]
_SKU_COLUMNS = [getattr(SKU.c, field) for field in Sku._fields]
_PRODUCT = query(Product, select(*_PRODUCT_COLUMNS).where(PRODUCT.c.id == bindparam("one")))
_SKU = query(Sku, select(*_SKU_COLUMNS).where(SKU.c.id == bindparam("one"), SKU.c.retired_at_ms.is_(None)))
_ANY_SKU = query(Sku, select(*_SKU_COLUMNS).where(SKU.c.id == bindparam("one")))
_OFFERED = query(
    lambda *values: (Sku(*values[: len(_SKU_COLUMNS)]), Product(*values[len(_SKU_COLUMNS) :])),
    select(*_SKU_COLUMNS, *_PRODUCT_COLUMNS)
    .join_from(SKU, PRODUCT, PRODUCT.c.id == SKU.c.product_id)
    .where(text_in(SKU.c.id, "ids"), SKU.c.retired_at_ms.is_(None)),
)
_SKU_COUNT = query(int, select(func.count()).select_from(SKU).where(SKU.c.product_id == bindparam("product")))
_PICTURE_COUNT = query(
    int, select(func.count()).select_from(PICTURE).where(PICTURE.c.product_id == bindparam("product"))
)
_EDIT = change(
    update(PRODUCT)
    .where(PRODUCT.c.id == bindparam("one"))
    .values(
        title_zh=bindparam("zh"),
        title_en=bindparam("en"),
        about_zh=bindparam("text_zh"),
        about_en=bindparam("text_en"),
        category=bindparam("kind"),
        permit_missing_at_ms=bindparam("held"),
    )
)
_SET_MODEL = change(update(PRODUCT).where(PRODUCT.c.id == bindparam("one")).values(model_key=bindparam("key")))
_WITHDRAW = change(
    update(PRODUCT).where(PRODUCT.c.id == bindparam("one"), PRODUCT.c.state == "listed").values(state="withdrawn")
)
_SET_PRICE = change(update(SKU).where(SKU.c.id == bindparam("one")).values(price_minor=bindparam("minor")))
_RETIRE = change(
    update(SKU)
    .where(SKU.c.id == bindparam("one"), SKU.c.retired_at_ms.is_(None))
    .values(retired_at_ms=bindparam("now"))
)


class Words(NamedTuple):
    """What a brand writes about a product, in both languages."""

    title_zh: str
    title_en: str
    about_zh: str = ""
    about_en: str = ""
    category: str = "other"

    @property
    def texts(self) -> dict[str, str]:
        return {name: text for name, text in self._asdict().items() if name != "category"}

    def clean(self) -> "Words":
        require_valid(self.category in rules.CATEGORIES, "unknown_category", field="category")
        return Words(
            clean_line(self.title_zh, limit=rules.TITLE_CHARS_MAX, field="title_zh"),
            clean_line(self.title_en, limit=rules.TITLE_CHARS_MAX, field="title_en"),
            clean_text(self.about_zh, limit=rules.ABOUT_CHARS_MAX, field="about_zh"),
            clean_text(self.about_en, limit=rules.ABOUT_CHARS_MAX, field="about_en"),
            self.category,
        )


def create_product(tx: WriteTx, actor: Actor, words: Words) -> str:
    """Returns the product's id. It is listed, but nothing can be bought before it has a SKU with stock, and goods
    whose kind needs a permit not before their brand has one.
    """
    brand_id = actor.organisation_id
    require(actor.has("brand") and brand_id is not None, "brands_only")
    words = words.clean()
    require_no_claims(words.texts)
    product_id = tx.new_id()
    tx.insert(
        PRODUCT,
        id=product_id,
        brand_id=brand_id,
        state="listed",
        created_at_ms=tx.now_ms,
        permit_missing_at_ms=held_since(tx, str(brand_id), words.category),
        **words._asdict(),
    )
    _let_find(tx, actor, product_id, str(brand_id), words)
    tx.announce(ProductCreated(product_id=product_id, brand_id=str(brand_id)))
    return product_id


def edit_product(tx: WriteTx, actor: Actor, product_id: str, words: Words) -> None:
    product = own_product_for(tx, actor, product_id)
    words = words.clean()
    require_true_claims(tx, product_id, words.texts)
    tx.change(
        _EDIT,
        one=product_id,
        zh=words.title_zh,
        en=words.title_en,
        text_zh=words.about_zh,
        text_en=words.about_en,
        kind=words.category,
        held=held_since(tx, product.brand_id, words.category, before=product.permit_missing_at_ms),
    )
    if product.state == "listed":
        _let_find(tx, actor, product_id, product.brand_id, words)


def withdraw_product(tx: WriteTx, actor: Actor, product_id: str) -> None:
    """No new purchases; what was bought stays readable."""
    own_product_for(tx, actor, product_id)
    if tx.change(_WITHDRAW, one=product_id):
        discovery.forget(tx, "product", product_id)
        tx.announce(ProductWithdrawn(product_id=product_id))


def add_picture(tx: WriteTx, actor: Actor, product_id: str, file_key: str) -> None:
    """`file_key` names a picture that was already re-encoded by us."""
    own_product_for(tx, actor, product_id)
    position = tx.value(_PICTURE_COUNT, product=product_id)
    if position >= rules.PICTURES_MAX:
        raise Conflict("too_many_pictures", limit=rules.PICTURES_MAX)
    tx.insert(PICTURE, product_id=product_id, position=position, file_key=file_key)


def set_model(tx: WriteTx, actor: Actor, product_id: str, file_key: str) -> None:
    """`file_key` names a checked glTF binary (GLB)."""
    own_product_for(tx, actor, product_id)
    tx.change(_SET_MODEL, one=product_id, key=file_key)


def add_sku(  # noqa: PLR0913 (a variant has names in both languages, a price and what it combines)
    tx: WriteTx,
    actor: Actor,
    product_id: str,
    *,
    name_zh: str,
    name_en: str,
    price: Money,
    combination: str | None = None,
) -> str:
    own_product_for(tx, actor, product_id)
    _check_price(price)
    position = tx.value(_SKU_COUNT, product=product_id)
    if position >= rules.SKUS_MAX:
        raise Conflict("too_many_skus", limit=rules.SKUS_MAX)
    sku_id = tx.new_id()
    tx.insert(
        SKU,
        id=sku_id,
        product_id=product_id,
        name_zh=clean_line(name_zh, limit=rules.TITLE_CHARS_MAX, field="name_zh"),
        name_en=clean_line(name_en, limit=rules.TITLE_CHARS_MAX, field="name_en"),
        price_minor=price.minor,
        currency=price.currency,
        position=position,
        created_at_ms=tx.now_ms,
        combination=combination,
    )
    record_price(tx, actor, sku_id, at_ms=tx.now_ms, price=price)
    require_own_claims(tx, product_id)
    tx.announce(SkuAdded(sku_id=sku_id, product_id=product_id, price_minor=price.minor, currency=price.currency))
    return sku_id


def set_price(tx: WriteTx, actor: Actor, sku_id: str, price: Money) -> None:
    """A new price from now on. The currency of a SKU never changes.

    Invalid: price_claim_untrue when the product's words call a price the lowest that would no longer be.
    """
    sku = sku_for(tx, actor, sku_id)
    own_product_for(tx, actor, sku.product_id)
    _check_price(price)
    require_valid(price.currency == sku.currency, "other_currency", field="price")
    if price.minor == sku.price_minor:
        return
    tx.change(_SET_PRICE, one=sku_id, minor=price.minor)
    record_price(tx, actor, sku_id, at_ms=tx.now_ms, price=price)
    require_own_claims(tx, sku.product_id)
    tx.announce(
        PriceChanged(
            sku_id=sku_id,
            product_id=sku.product_id,
            before_minor=sku.price_minor,
            price_minor=price.minor,
            currency=price.currency,
        )
    )


def retire_sku(tx: WriteTx, actor: Actor, sku_id: str) -> None:
    """Nobody can choose it any more; what was bought of it stays."""
    product_id = own_product_for(tx, actor, sku_for(tx, actor, sku_id).product_id).id
    if tx.change(_RETIRE, one=sku_id, now=tx.now_ms):
        tx.announce(SkuRetired(sku_id=sku_id, product_id=product_id))


def product_for(tx: ReadTx, actor: Actor, product_id: str) -> Product:
    """A product that this actor may see: offered to everybody; or their own brand's; or removed, to moderate."""
    product = tx.one(_PRODUCT, one=product_id)
    if product is None or not (product.is_offered or _sees_unoffered(actor, product)):
        not_found("product")
    return product


def offered_product_for(tx: ReadTx, actor: Actor, product_id: str) -> Product:
    """A product that anybody may buy now: whoever pins or buys it is no exception."""
    product = tx.one(_PRODUCT, one=product_id)
    if product is None or not product.is_offered:
        not_found("product")
    return product


def own_product_for(tx: ReadTx, actor: Actor, product_id: str) -> Product:
    product = tx.one(_PRODUCT, one=product_id)
    if product is None or not rules.may_edit(actor, product.brand_id):
        not_found("product")
    return product


def sku_for(tx: ReadTx, actor: Actor, sku_id: str) -> Sku:
    """A SKU that is offered now."""
    return tx.one(_SKU, one=sku_id) or not_found("sku")


def sku_called(tx: ReadTx, sku_id: str) -> Sku:
    """Offered or not: for the program only."""
    return tx.one(_ANY_SKU, one=sku_id) or not_found("sku")


def goods_called(tx: ReadTx, sku_id: str) -> tuple[Sku, Product]:
    """A SKU with its product, offered or not: for the program only."""
    sku = sku_called(tx, sku_id)
    return sku, tx.one(_PRODUCT, one=sku.product_id) or not_found("product")


def offered(tx: ReadTx, sku_ids: list[str]) -> dict[str, tuple[Sku, Product]]:
    """The SKUs by id with their products, all of which anybody may buy now; refused when one is not."""
    found = {sku.id: (sku, product) for sku, product in tx.all(_OFFERED, ids=sku_ids)} if sku_ids else {}
    for sku_id in sku_ids:
        if sku_id not in found or not found[sku_id][1].is_offered:
            not_found("product" if sku_id in found else "sku")
    return found


def _sees_unoffered(actor: Actor, product: Product) -> bool:
    is_to_moderate = product.hidden_case_id is not None and actor.has("moderator")
    return is_to_moderate or rules.may_edit(actor, product.brand_id)


def _let_find(tx: WriteTx, actor: Actor, product_id: str, brand_id: str, words: Words) -> None:
    brand = organisation_for(tx, actor, brand_id).name
    more = [brand, words.about_zh, words.about_en, words.category]
    discovery.index(tx, "product", product_id, title=[words.title_zh, words.title_en], more=more)


def _check_price(price: Money) -> None:
    require_valid(0 < price.minor <= rules.PRICE_MINOR_MAX, "out_of_range", field="price")
    require_valid(price.currency in rules.CURRENCIES, "unknown_currency", field="price")


def record_price(tx: WriteTx, actor: Actor, sku_id: str, *, at_ms: int, price: Money | None = None) -> None:
    """From `at_ms` on this was asked for the SKU, if only of some: part of its history. None: its own price again."""
    if price is None:
        price = sku_called(tx, sku_id).price
    tx.insert(
        PRICE,
        sku_id=sku_id,
        price_minor=price.minor,
        currency=price.currency,
        from_at_ms=at_ms,
        set_by=actor.id,
    )
