from livefair.web.salience_chart import PLACES, Mark, salience_map

WORDS = {"P": "Power", "L": "Legitimacy", "U": "Urgency"}


def test_groups_of_one_class_do_not_stand_on_each_other_and_names_are_escaped():
    marks = [Mark(letters, f"<{letters}{n}>", "x") for letters in PLACES for n in range(2)]
    drawn = salience_map(marks, WORDS, "Who counts")
    spots = [part.split('" text-anchor')[0] for part in drawn.split('class="group" ')[1:]]
    assert len(set(spots)) == len(marks) == 16
    assert "<PLU0>" not in drawn
    assert "&lt;PLU0&gt;" in drawn
