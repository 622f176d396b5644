"""What we say that a provider has moved for us: from payments, refunds, returned money and disputes."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Select, bindparam, cast, func, select

from livefair.kernel import Conflict, ReadTx, query
from livefair.shop.models import LOCAL_CHARGE, LOCAL_REFUND, MONEY_BACK, ORDER, PAYMENT
from livefair.shop.models.paying import DISPUTE, DISPUTE_MOVEMENT, FAILED_REFUND, MONEY_TO_RETURN, PAYMENT_PAGE
from livefair.shop.models.returns import REFUND, REFUND_LINE
from livefair.shop.outside.wechat_line import refund_name
from livefair.shop.rules.reconciling import Movement, Subject

ROWS_MAX = 20_000


def _rows(subject: Subject, statement: Select[Any], *, prefix: str = "") -> Callable[..., Any]:
    """Rows of (key, reference, minor, currency, at), cut off one after the most."""

    def movement(key: str, reference: str, minor: int, currency: str, at_ms: int) -> Movement:
        named = refund_name(f"{prefix}{key}") if subject == "refund" and not prefix else f"{prefix}{key}"
        return Movement(subject, named, reference, int(minor), currency, at_ms)

    return query(movement, statement.limit(ROWS_MAX + 1))  # type: ignore[return-value]  # a query, asked below


def _between(column: Any) -> tuple[Any, Any]:
    return column >= bindparam("since"), column < bindparam("until")


_provider: BindParameter[str] = bindparam("provider")
_sums = (
    select(REFUND_LINE.c.refund_id, cast(func.sum(REFUND_LINE.c.amount_minor), BigInteger).label("minor"))
    .group_by(REFUND_LINE.c.refund_id)
    .subquery()
)
_BOOK = (
    _rows(
        "charge",
        select(
            PAYMENT_PAGE.c.id,
            PAYMENT_PAGE.c.charge,
            PAYMENT.c.amount_minor,
            PAYMENT.c.currency,
            PAYMENT_PAGE.c.ended_at_ms,
        )
        .join_from(PAYMENT_PAGE, PAYMENT, PAYMENT.c.id == PAYMENT_PAGE.c.payment_id)
        .where(
            PAYMENT_PAGE.c.provider == _provider, PAYMENT_PAGE.c.state == "paid", *_between(PAYMENT_PAGE.c.ended_at_ms)
        ),
    ),
    _rows(
        "charge",
        select(PAYMENT.c.id, PAYMENT.c.id, PAYMENT.c.amount_minor, PAYMENT.c.currency, PAYMENT.c.ended_at_ms).where(
            PAYMENT.c.provider == _provider,
            PAYMENT.c.state == "paid",
            PAYMENT.c.page_id.is_(None),
            *_between(PAYMENT.c.ended_at_ms),
        ),
    ),
    _rows(
        "charge",
        select(
            func.coalesce(MONEY_TO_RETURN.c.page_id, MONEY_TO_RETURN.c.payment_id),
            MONEY_TO_RETURN.c.payment_id,
            MONEY_TO_RETURN.c.amount_minor,
            MONEY_TO_RETURN.c.currency,
            MONEY_TO_RETURN.c.came_at_ms,
        )
        .join_from(MONEY_TO_RETURN, PAYMENT_PAGE, PAYMENT_PAGE.c.id == MONEY_TO_RETURN.c.page_id, isouter=True)
        .where(
            MONEY_TO_RETURN.c.provider == _provider,
            (PAYMENT_PAGE.c.id.is_(None)) | (PAYMENT_PAGE.c.state != "paid"),
            *_between(MONEY_TO_RETURN.c.came_at_ms),
        ),
    ),
    _rows(
        "refund",
        select(REFUND.c.id, REFUND.c.id, -_sums.c.minor, PAYMENT.c.currency, REFUND.c.sent_at_ms)
        .join_from(REFUND, _sums, _sums.c.refund_id == REFUND.c.id)
        .join(ORDER, ORDER.c.id == REFUND.c.order_id)
        .join(PAYMENT, PAYMENT.c.id == ORDER.c.payment_id)
        .where(PAYMENT.c.provider == _provider, REFUND.c.reason != "chargeback", *_between(REFUND.c.sent_at_ms)),
    ),
    _rows(
        "refund",
        select(
            MONEY_BACK.c.id, MONEY_BACK.c.id, -MONEY_BACK.c.amount_minor, MONEY_BACK.c.currency, MONEY_BACK.c.sent_at_ms
        )
        .join_from(MONEY_BACK, PAYMENT, PAYMENT.c.id == MONEY_BACK.c.payment_id)
        .where(PAYMENT.c.provider == _provider, *_between(MONEY_BACK.c.sent_at_ms)),
    ),
    _rows(
        "refund",
        select(
            MONEY_TO_RETURN.c.key,
            MONEY_TO_RETURN.c.payment_id,
            -MONEY_TO_RETURN.c.amount_minor,
            MONEY_TO_RETURN.c.currency,
            MONEY_TO_RETURN.c.sent_at_ms,
        ).where(MONEY_TO_RETURN.c.provider == _provider, *_between(MONEY_TO_RETURN.c.sent_at_ms)),
    ),
    _rows(
        "refund",
        select(
            FAILED_REFUND.c.key,
            FAILED_REFUND.c.payment_id,
            FAILED_REFUND.c.amount_minor,
            FAILED_REFUND.c.currency,
            FAILED_REFUND.c.failed_at_ms,
        ).where(FAILED_REFUND.c.provider == _provider, *_between(FAILED_REFUND.c.failed_at_ms)),
        prefix="failed:",
    ),
    _rows(
        "refund",
        select(
            FAILED_REFUND.c.id,
            FAILED_REFUND.c.payment_id,
            -FAILED_REFUND.c.amount_minor,
            FAILED_REFUND.c.currency,
            FAILED_REFUND.c.ended_at_ms,
        ).where(
            FAILED_REFUND.c.provider == _provider,
            FAILED_REFUND.c.state == "sent",
            *_between(FAILED_REFUND.c.ended_at_ms),
        ),
        prefix="again-",
    ),
    _rows(
        "dispute",
        select(
            DISPUTE_MOVEMENT.c.reference,
            DISPUTE.c.reference,
            DISPUTE_MOVEMENT.c.minor,
            DISPUTE.c.currency,
            DISPUTE_MOVEMENT.c.at_ms,
        )
        .join_from(DISPUTE_MOVEMENT, DISPUTE, DISPUTE.c.id == DISPUTE_MOVEMENT.c.dispute_id)
        .where(DISPUTE.c.provider == _provider, *_between(DISPUTE_MOVEMENT.c.at_ms)),
    ),
)
_LOCAL_BOOK = (
    _rows(
        "charge",
        select(
            LOCAL_CHARGE.c.payment_id,
            LOCAL_CHARGE.c.id,
            LOCAL_CHARGE.c.amount_minor,
            LOCAL_CHARGE.c.currency,
            LOCAL_CHARGE.c.at_ms,
        ).where(LOCAL_CHARGE.c.outcome == "succeeded", *_between(LOCAL_CHARGE.c.at_ms)),
    ),
    _rows(
        "refund",
        select(
            LOCAL_REFUND.c.key,
            LOCAL_CHARGE.c.id,
            -LOCAL_REFUND.c.amount_minor,
            LOCAL_CHARGE.c.currency,
            LOCAL_REFUND.c.at_ms,
        )
        .join_from(LOCAL_REFUND, LOCAL_CHARGE, LOCAL_CHARGE.c.id == LOCAL_REFUND.c.charge_id)
        .where(*_between(LOCAL_REFUND.c.at_ms)),
    ),
)


def our_book(tx: ReadTx, provider: str, *, since_ms: int, until_ms: int) -> list[Movement]:
    """Conflict reconciliation_too_long when there is more than ROWS_MAX of something: choose fewer days."""
    found: list[Movement] = []
    for statement in _BOOK:
        found += _asked(tx, statement, provider=provider, since=since_ms, until=until_ms)
    return found


def local_report(tx: ReadTx, *, since_ms: int, until_ms: int) -> list[Movement]:
    """The local provider's own book, as it would report it."""
    return [one for statement in _LOCAL_BOOK for one in _asked(tx, statement, since=since_ms, until=until_ms)]


def _asked(tx: ReadTx, statement: Any, **values: str | int) -> list[Movement]:
    found: list[Movement] = tx.all(statement, **values)
    if len(found) > ROWS_MAX:
        raise Conflict("reconciliation_too_long", most=ROWS_MAX)
    return found
