"""Numbers for Prometheus, one registry per database: many databases in one process do not mix theirs."""

from collections.abc import Iterable, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from livefair.kernel.database import Database
from livefair.kernel.facts import Fact, kind_of
from livefair.kernel.runner import job_counts

GROUP_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
COMMIT_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What the kernel counts; others add their own to `registry`."""

    def __init__(self, db: Database) -> None:
        self.registry = CollectorRegistry(auto_describe=True)
        self.group_size = Histogram(
            "livefair_writer_group_size",
            "Use cases that shared one commit",
            buckets=GROUP_SIZES,
            registry=self.registry,
        )
        self.commit_seconds = Histogram(
            "livefair_writer_commit_seconds", "From the first use case to the commit", buckets=COMMIT_SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self.facts = Counter("livefair_facts", "Facts announced", ["kind"], registry=self.registry)
        self.registry.register(_Jobs(db))
        db.watch(self._count_group)
        db.subscribe(self._count_facts)

    def _count_group(self, size: int, seconds: float) -> None:
        self.group_size.observe(size)
        self.commit_seconds.observe(seconds)

    def _count_facts(self, facts: Sequence[Fact], _jobs: int) -> None:
        for fact in facts:
            self.facts.labels(kind_of(type(fact))).inc()

    def text(self) -> bytes:
        """What Prometheus reads."""
        return generate_latest(self.registry)


class _Jobs(Collector):
    """Counted when asked for: the rows themselves are the truth."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def collect(self) -> Iterable[Metric]:
        waiting, dead = self._db.read_now(job_counts)
        yield GaugeMetricFamily("livefair_jobs_waiting", "Jobs and deliveries that are not done yet", waiting)
        yield GaugeMetricFamily("livefair_jobs_dead", "Dead letters that wait for an operator", dead)
