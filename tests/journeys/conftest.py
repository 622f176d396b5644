"""Journeys are walked with the same browsers as pages are tested with."""

from tests.web.conftest import app, bank, browse, carrier, guest, provider, services

__all__ = ["app", "bank", "browse", "carrier", "guest", "provider", "services"]
