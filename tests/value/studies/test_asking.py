"""A study from asking to its answer, made in a process of its own."""

import asyncio
import json

import pytest

from livefair import cli
from livefair.kernel import SYSTEM, Actor, Conflict, JobContext, NotAllowed
from livefair.people.consents import withdraw_consent
from livefair.value.paths import from_json
from livefair.value.studies import ask_for_study, data_of, latest_study, model_text_of
from livefair.value.studies.asking import make_study, study_every_week
from tests.value.studies.planted import month


@pytest.fixture
def scholar(join):
    return join("scholar", "researcher")


def made(db, actor, kind):
    study_id = db.write_now(ask_for_study, actor, kind)
    asyncio.run(make_study(JobContext(db), study_id=study_id))
    return db.read_now(latest_study, actor, kind).finished


def numbers(result):
    estimates = [row.path for row in result.paths] + [row.r2 for row in result.constructs if row.r2]
    return [number for one in estimates for number in (one.value, one.error, one.low, one.high, one.p)]


def test_the_path_model_is_fitted_and_its_files_give_the_same_numbers_elsewhere(db, clock, join, scholar, tmp_path):
    people = month(db, join)
    study = made(db, scholar, "paths")
    assert study.why is None
    here = from_json(study.result.encode())
    assert (here.n, here.missing, here.draws.by_cluster) == (260, "pairwise", True)
    found = db.read_now(data_of, scholar, "paths")
    (tmp_path / "data.csv").write_text(found.csv(), "utf-8")
    (tmp_path / "model.toml").write_text(model_text_of("paths"), "utf-8")
    files = ["--model", str(tmp_path / "model.toml"), "--data", str(tmp_path / "data.csv")]
    ways = ["--cluster", "customer", "--missing", "pairwise", "--seed", str(study.seed), "--draws", str(study.draws)]
    assert cli.main(["lab", "paths", *files, *ways, "--out", str(tmp_path / "result.json")]) == 0
    there = from_json((tmp_path / "result.json").read_bytes())
    # Another number of threads adds up in another order: the last bits may differ, nothing else.
    assert numbers(there) == pytest.approx(numbers(here), abs=1e-12)
    assert not any(person in found.csv() for person in people)
    clock.advance(1)
    again = made(db, scholar, "paths")
    assert from_json(again.result.encode()).changes.n_before == 260


def test_every_rule_divides_all_that_was_kept(db, join, scholar, tmp_path):
    month(db, join, count=60)
    study = made(db, scholar, "attribution")
    found = json.loads(study.result)
    for rule in found["credits"][0]["minor"]:
        assert sum(credit["minor"][rule] for credit in found["credits"]) == found["value_minor"] > 0
    (tmp_path / "data.csv").write_text(db.read_now(data_of, scholar, "attribution").csv(), "utf-8")
    out = tmp_path / "credit.json"
    assert cli.main(["lab", "attribution", "--data", str(tmp_path / "data.csv"), "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8")) == found


def test_retention_says_why_no_lifetime_is_foretold(db, join, scholar):
    month(db, join, count=60)
    found = json.loads((made(db, scholar, "retention")).result)
    assert found["retention"]["cohorts"][0]["customers"] > 20
    assert found["lifetimes"] is None
    assert found["no_lifetimes"]["code"] == "observed_short"


def test_too_few_people_are_named_as_the_reason(db, scholar):
    for kind in ("paths", "attribution", "retention"):
        study = made(db, scholar, kind)
        assert study.result is None
        assert study.fault().code == "people_few"


def test_too_few_rows_are_named_with_the_number_that_is_needed(db, join, scholar):
    month(db, join, count=40)
    study = made(db, scholar, "paths")
    assert (study.fault().code, study.fault().params["n"], study.fault().params["needed"]) == (
        "too_few_for_path",
        40,
        155,
    )
    assert study.behind().items[0].n == 40


def test_who_withdraws_is_gone_from_the_data(db, join, scholar):
    people = month(db, join, count=25)
    study = made(db, scholar, "retention")
    assert study.people_count > 20
    before = db.read_now(data_of, scholar, "retention").seen.people
    db.write_now(withdraw_consent, Actor(people[0]), "research")
    assert db.read_now(data_of, scholar, "retention").seen.people == before - 1


def test_one_study_of_a_kind_at_a_time_and_only_for_researchers_and_operators(db, join, scholar):
    db.write_now(ask_for_study, scholar, "paths")
    with pytest.raises(Conflict, match="study_runs"):
        db.write_now(ask_for_study, scholar, "paths")
    with pytest.raises(NotAllowed, match="researchers_only"):
        db.write_now(ask_for_study, join("ana"), "retention")


def test_every_week_each_study_is_asked_for(db, scholar):
    db.write_now(study_every_week, SYSTEM)
    assert all(db.read_now(latest_study, scholar, kind).is_waiting for kind in ("paths", "attribution", "retention"))
