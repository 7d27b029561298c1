"""The state of a flight as JSON, as pydantic writes it, but each person once. Pure.

A worker holds flights from push to push, so most of their people were written before.
"""

from pydantic_core import to_json

from manifests.flight import FlightState
from manifests.layer import Layer
from manifests.row import Row

_COMMA = b","


def flight_json(state: FlightState) -> bytes:
    """Return *state* as JSON that `FlightState.model_validate_json` reads."""
    rest = state.model_dump_json(exclude={"layers"}, exclude_unset=True, exclude_none=True)
    layers = [to_json(name) + b":" + _layer(one) for name, one in state.layers.items()]
    return b'{"layers":{%b},%b' % (_COMMA.join(layers), rest.encode()[1:])


def _layer(layer: Layer) -> bytes:
    rest = layer.model_dump_json(exclude={"rows"}, exclude_none=True)
    marks = dict[tuple[object, ...], bytes]()  # mostly one message names them all
    parts = []
    for name, row in layer.rows.items():
        key = (row.boarded, row.gone, row.since, row.among)
        said = _marks(row) if row.said else marks.get(key) or marks.setdefault(key, _marks(row))
        parts.append(b'"%b":{"passenger":%b,%b' % (name.encode(), row.json, said))
    return b'{"rows":{%b},%b' % (_COMMA.join(parts), rest.encode()[1:])


def _marks(row: Row) -> bytes:
    """Return what a row holds beside the passenger, as the rest of a JSON object."""
    fields = {"boarded": row.boarded, "gone": row.gone, "said": row.said, "among": row.among}
    since = {} if row.since is None else {"since": row.since}
    return to_json(fields | since)[1:]
