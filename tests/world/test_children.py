from __future__ import annotations

import os

import pytest

from livefair.world.children import environment


def test_a_child_finds_python_and_gets_none_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEFAIR_SECRET", "keep me")
    inherited = environment()
    assert "LIVEFAIR_SECRET" not in inherited
    assert inherited["PATH"] == os.environ["PATH"]
    assert inherited["PYTHONPATH"]
