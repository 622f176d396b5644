"""Permits as brands and moderators see them."""

from typing import NamedTuple

from livefair.catalog.permits import Permit
from livefair.kernel import ReadTx
from livefair.people import organisation_names
from livefair.web.urls import file_url


class PermitView(NamedTuple):
    """`state` is waiting, approved, refused or ended."""

    id: str
    brand: str
    category: str
    number: str
    authority: str
    expires_at_ms: int
    picture_url: str | None
    state: str
    reason: str
    filed_at_ms: int


def permit_views(tx: ReadTx, permits: list[Permit]) -> list[PermitView]:
    names = organisation_names(tx, sorted({one.brand_id for one in permits}))
    return [
        PermitView(
            id=one.id,
            brand=names[one.brand_id],
            category=one.category,
            number=one.number,
            authority=one.authority,
            expires_at_ms=one.expires_at_ms,
            picture_url=file_url(one.file_key),
            state=one.state,
            reason=one.reason or "",
            filed_at_ms=one.filed_at_ms,
        )
        for one in permits
    ]
