from livefair.content.topic_lists import challenges, seeded


def test_a_newcomer_finds_a_challenge_that_runs_and_one_that_comes(made):
    db = made("one")
    stages = {named.name: named.challenge.stage(db.clock()) for named in db.read_now(challenges)}
    assert sorted(stages.values()) == ["coming", "running"]
    assert [topic.name for topic in db.read_now(seeded)] == [
        name for name, stage in stages.items() if stage == "running"
    ]
