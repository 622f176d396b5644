import pytest

from livefair.governance.subjects import SNAPSHOT_CHARS_MAX, Shown, Subject, checked
from livefair.kernel import Invalid


@pytest.mark.parametrize(
    "subject", [Subject("Video", "1"), Subject("", "1"), Subject("video", ""), Subject("video", "../x")]
)
def test_a_subject_that_cannot_be_one_is_refused(subject):
    with pytest.raises(Invalid):
        checked(Shown(subject, None, ""))


def test_a_snapshot_is_bounded_and_loses_what_deceives():
    kept = checked(Shown(Subject("video", "1"), None, "a\x00\u202eb" + "x" * 9_000))
    assert kept.snapshot.replace(" ", "").startswith("abx")
    assert len(kept.snapshot) <= SNAPSHOT_CHARS_MAX
