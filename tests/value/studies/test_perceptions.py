"""Answers beside deeds in one row, and the rule that keeps the model from being fitted too early."""

import asyncio

from livefair.kernel import SYSTEM, Actor, JobContext
from livefair.people.consents import give_consent
from livefair.value.studies import ask_for_study, data_of, latest_study
from livefair.value.studies.asking import make_study
from tests.value.studies.planted import month
from tests.value.surveys.people import asked, draw, question_of, say


def agree(tx, actor, people):
    for person in people:
        give_consent(tx, Actor(person), "surveys")


def test_answers_stand_beside_deeds_and_too_few_together_say_which(db, join):
    scholar = join("scholar", "researcher")
    people = month(db, join, count=60)
    db.write_now(agree, SYSTEM, people)
    survey = asked(db, scholar, items=["tr1", "tr2", "vr1"])
    assert draw(db, survey) > 20
    for person in people:
        say_if_asked(db, person)
    study_id = db.write_now(ask_for_study, scholar, "perceptions")
    asyncio.run(make_study(JobContext(db), study_id=study_id))
    study = db.read_now(latest_study, scholar, "perceptions").finished
    assert study.fault().code in {"too_few_for_path", "pair_unanswered"}
    table = db.read_now(data_of, scholar, "perceptions").table
    at = {name: table.columns.index(name) for name in ("bc2_minutes", "tr1", "tr2", "vr1")}
    both = [row for row in table.rows if row[at["bc2_minutes"]] != "NA" and row[at["tr1"]] != "NA"]
    assert both
    assert {row[at["tr1"]] for row in both} == {"5.0"}


def say_if_asked(db, person):
    if question_of(db, person) is not None:
        say(db, person)
