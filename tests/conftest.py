"""What every test run shares: bench and soak only when asked for, and no skip where it decides what lands."""

from __future__ import annotations

import os

import pytest

ON_REQUEST = ("bench", "soak")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is marked `bench` or `soak`, unless `-m` asks for it."""
    if config.getoption("-m"):
        return
    kept = [item for item in items if not any(item.get_closest_marker(name) for name in ON_REQUEST)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:  # type: ignore[misc]
    """In CI a skipped test is a failure, apart from one that says it needs SPARRING_BENCH."""
    report: pytest.TestReport = yield
    if (
        report.skipped
        and os.environ.get("CI")
        and not hasattr(report, "wasxfail")
        and "SPARRING_BENCH" not in str(report.longrepr)
    ):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
