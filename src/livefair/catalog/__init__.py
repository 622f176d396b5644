"""Catalog: what there is to sell. Products of brands, their SKUs, pictures, 3D models, sourced facts, every price."""

from livefair.catalog.facts import ProductFact, Statement, facts_of, state_fact
from livefair.catalog.products import (
    Product,
    Sku,
    Words,
    add_picture,
    add_sku,
    create_product,
    edit_product,
    offered,
    offered_product_for,
    own_product_for,
    product_for,
    retire_sku,
    set_model,
    set_price,
    sku_for,
    withdraw_product,
)
from livefair.catalog.queries import ProductCard, price_truth, product_cards

__all__ = [
    "Product",
    "ProductCard",
    "ProductFact",
    "Sku",
    "Statement",
    "Words",
    "add_picture",
    "add_sku",
    "create_product",
    "edit_product",
    "facts_of",
    "offered",
    "offered_product_for",
    "own_product_for",
    "price_truth",
    "product_cards",
    "product_for",
    "retire_sku",
    "set_model",
    "set_price",
    "sku_for",
    "state_fact",
    "withdraw_product",
]
