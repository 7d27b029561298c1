"""The graver first, then whatever happens sooner to the flight; what is over last."""

from doors.console.urgency import Urgency

NOW = 1_000.0


def test_graver_then_sooner_then_over() -> None:
    soonest = Urgency(3, departs=500, arrives=1_010)  # in the air, lands soon
    sooner = Urgency(3, departs=1_100, arrives=9_000)
    over = Urgency(3, departs=100, arrives=200)
    unknown = Urgency(3, departs=100, arrives=0)
    lower = Urgency(2, departs=1_001, arrives=1_002)
    mixed = [lower, over, sooner, unknown, soonest]
    assert sorted(mixed, key=lambda one: one.order(NOW)) == [soonest, sooner, over, unknown, lower]
