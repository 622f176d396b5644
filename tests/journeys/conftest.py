"""Journeys are walked with the same browsers as pages are tested with."""

from tests.web.conftest import app, browse, provider, services

__all__ = ["app", "browse", "provider", "services"]
