"""What holds for every test: no test touches the user's own cache."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("drafter", deadline=None)
settings.load_profile("drafter")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache of library files in a folder of the test run."""
    before = os.environ.get("DRAFTER_CACHE")
    os.environ["DRAFTER_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["DRAFTER_CACHE"]
    else:
        os.environ["DRAFTER_CACHE"] = before
