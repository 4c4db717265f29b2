"""Where cache files lie."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from drafter.text.keeping import folder


@pytest.mark.parametrize("home", ["", "  ", "/var/cache/of-mine", "~/mine"])
def test_the_cache_lies_where_the_system_wants_it(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAFTER_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert folder() == platformdirs.user_cache_path("drafter", appauthor=False).expanduser()


def test_the_user_may_put_it_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTER_CACHE", "/somewhere")
    assert folder() == Path("/somewhere")
