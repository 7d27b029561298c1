"""How what a record led to is written. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from streams.tracing.effects import Effect

NOTHING = (
    "led to no alert that is known: it met nobody whom an agency is to be told of, changed "
    "nothing that they were told, or it is longer ago than their topics go back"
)


def effect_lines(effects: Iterable[Effect]) -> Iterator[str]:
    """Yield a line for each version; no names: `tocsin alerts show` has them."""
    for one in effects:
        alert = one.told.alert
        version = f"{alert.event} v{alert.version}"
        at = f"{one.told.at[:19]}Z"
        yield (
            f"  {one.how:8}  {at}  {alert.alert_id}  {version:12}  {alert.agency}  "
            f"{alert.flight.key}"
        )


def effect_json(one: Effect) -> dict[str, Any]:
    """Return one version, how it hangs together with the record, and the record's place."""
    alert = one.told.alert
    return {
        "how": one.how.replace(" ", "_"),
        "source": one.source,
        "at": one.told.at or None,
        "alert_id": alert.alert_id,
        "version": alert.version,
        "event": alert.event,
        "agency": alert.agency,
        "flight": alert.flight.key,
    }
