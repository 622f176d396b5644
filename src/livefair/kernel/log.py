"""Structured logs: one JSON line per happening, on standard error, with the request's id where there is one."""

import logging
import sys
from contextvars import ContextVar
from typing import Any

import structlog

request_id: ContextVar[str] = ContextVar("request_id", default="")


def _with_request_id(_logger: object, _method: str, happening: structlog.types.EventDict) -> structlog.types.EventDict:
    if found := request_id.get():
        happening["request_id"] = found
    return happening


def set_up_logging(*, human: bool, level: str = "info") -> None:
    """`human` gives lines for a terminal, otherwise JSON. Secrets are never passed to a logger."""
    renderer: Any = structlog.dev.ConsoleRenderer() if human else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_request_id,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        # Standard error as it is at that moment: it may be another than at the start.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


log: structlog.stdlib.BoundLogger = structlog.get_logger()
