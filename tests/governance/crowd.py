"""Rules that stand, and things to report."""

from livefair.governance import Shown, Subject, publish_shipped_rules, report
from livefair.kernel import SYSTEM, Actor, Database


def rules_stand(db: Database) -> None:
    db.write_now(publish_shipped_rules, SYSTEM)


def shown(author: Actor | None, subject_id: str = "v1") -> Shown:
    return Shown(Subject("video", subject_id), author.id if author else None, "a title, a caption")


def file_report(db: Database, reporter: Actor, author: Actor | None, subject_id: str = "v1", reason: str = "spam"):
    key = f"{reporter.id}:{subject_id}:{db.clock()}"
    return db.write_now(report, reporter, shown(author, subject_id), reason=reason, note="", key=key)
