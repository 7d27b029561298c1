"""What is measured of the whole of Tocsin, as Prometheus wants it."""

from collections.abc import Iterator, Mapping

from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric

from alerts.latency import Took, octaves


def system_metrics(
    lags: Mapping[str, int], lists: Mapping[str, int], took: Took | None
) -> Iterator[Metric]:
    """Yield lag by stage, when lists changed (in milliseconds), and how long alerts took.

    What is not known is left out.
    """
    behind = GaugeMetricFamily(
        "tocsin_lag", "Records that a stage has yet to deal with", labels=["of"]
    )
    for stage, count in lags.items():
        behind.add_metric([stage], count)
    yield behind
    changed = GaugeMetricFamily(
        "tocsin_list_changed_seconds", "When a list last changed, as Unix time", labels=["of"]
    )
    for name, at_ms in sorted(lists.items()):
        changed.add_metric([name], at_ms / 1000)
    yield changed
    if took is None:
        return
    buckets = [
        ("+Inf" if bound == float("inf") else f"{bound:g}", count)
        for bound, count in octaves(took.counts)
    ]
    yield HistogramMetricFamily(
        "tocsin_manifest_to_alert_seconds",
        "From a manifest that came to the alert on its topic",
        buckets=buckets,
        sum_value=took.sum_s,
    )
