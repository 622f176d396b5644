"""The ground floor: transactions, facts, jobs, money, clock, ids, files, settings. No domain word enters."""

from livefair.kernel.actors import GUEST, SYSTEM, Actor
from livefair.kernel.clock import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, day_of
from livefair.kernel.database import Database
from livefair.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refusal,
    TooLarge,
    TooMany,
    Unavailable,
    not_found,
    require,
    require_valid,
)
from livefair.kernel.facts import Fact, listens_to
from livefair.kernel.ids import secret_token
from livefair.kernel.jobs import cron, job, long_job
from livefair.kernel.money import Money, split_minor
from livefair.kernel.runner import JobContext
from livefair.kernel.statements import change, joined, query, text_in, word_in
from livefair.kernel.tables import at_column, id_column, metadata, minor_column, one_of, sequence_column
from livefair.kernel.transactions import ReadTx, WriteTx

__all__ = [
    "DAY_MS",
    "GUEST",
    "HOUR_MS",
    "MINUTE_MS",
    "SECOND_MS",
    "SYSTEM",
    "Actor",
    "Conflict",
    "Database",
    "Fact",
    "Invalid",
    "JobContext",
    "Money",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "ReadTx",
    "Refusal",
    "TooLarge",
    "TooMany",
    "Unavailable",
    "WriteTx",
    "at_column",
    "change",
    "cron",
    "day_of",
    "id_column",
    "job",
    "joined",
    "listens_to",
    "long_job",
    "metadata",
    "minor_column",
    "not_found",
    "one_of",
    "query",
    "require",
    "require_valid",
    "secret_token",
    "sequence_column",
    "split_minor",
    "text_in",
    "word_in",
]
