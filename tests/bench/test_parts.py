"""Goals are those of a list as long as they were set for; what is kept has goals."""

import argparse
from collections.abc import Iterator

import pytest

from bench.figures import Figure

pytestmark = pytest.mark.slow  # all that benches import takes its time


@pytest.mark.parametrize(("entries", "met"), [(1_000_000, False), (999_999, None)])
def test_a_quick_look_beside_fewer_entries_has_no_goals(entries: int, met: bool | None) -> None:
    from bench.__main__ import figures_of
    from bench.parts import Asked, Part

    def measured(_: Asked) -> Iterator[Figure]:
        yield Figure("speed", "1/s", (1.0,), 12_000, more_is_better=True)

    part = Part("speed", "no time", measured, 1_000_000)
    asked = Asked(argparse.Namespace(entries=entries, write=False), None)  # type: ignore[arg-type]  # it has no list
    assert [one.met for one in figures_of("speed", part, asked)] == [met]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        pytest.param(["--only", "("], "is no pattern", id="pattern"),
        pytest.param(["--only", "nothing"], "no part fits", id="part"),
        pytest.param(["--entries", "0"], "0 is too few", id="no entries"),
        pytest.param(
            ["--only", "latency", "--entries", "1000", "--write"],
            "--entries 1000 is too few for the goals of latency",
            id="a quick look is not kept",
        ),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_a_sentence(
    options: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from bench.__main__ import asked_for

    with pytest.raises(SystemExit) as ended:
        asked_for(options)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_the_memory_of_a_soak_is_that_of_its_end_beside_the_time_before() -> None:
    from bench.overload import grown

    climbs_first = [100.0, 300.0, 500.0, 600.0, 610.0, 620.0, 620.0, 620.0, 620.0, 620.0]
    assert grown(climbs_first) == 1
    assert grown([100.0 * at for at in range(1, 11)]) == 1.25
