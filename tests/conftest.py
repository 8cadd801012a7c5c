"""What all tests share: how Hypothesis looks for counter-examples, and that no secret is told.

`make test` must say the same of the same code, so it looks at the same examples each time
(profile ``steady``); `pytest` by itself, and `make fuzz`, look at new ones.
"""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import planted

# A machine that is busy with other tests is no finding.
settings.register_profile("curious", deadline=None)
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("curious")

_told: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Look into everything that a test, and the program in it, printed and logged."""
    _told.extend(
        f"{report.nodeid}: {name}" for name, said in report.sections if planted.is_in(said)
    )


@pytest.fixture(scope="session", autouse=True)
def no_planted_secret_is_told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """End the run with an error if a secret was printed, logged or written anywhere."""
    yield
    written = [str(path) for path in planted.leaks_below(tmp_path_factory.getbasetemp())]
    assert _told + written == [], "a planted secret was told"
