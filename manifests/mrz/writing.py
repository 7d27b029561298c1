"""A machine readable zone in its lines; reading them gives the same zone."""

from manifests.mrz.check_digits import check_digit
from manifests.mrz.names import name_field
from manifests.mrz.zone import LAYOUTS, Layout, Place, Zone

_NUMBER = 9


def lines_of(zone: Zone) -> tuple[str, ...]:
    """Return the lines with their check digits; a name that does not fit is cut."""
    layout = LAYOUTS[zone.size]
    grid = [["<"] * layout.width for _ in range(layout.lines)]
    _put(grid, Place(0, 0, 2), zone.type)
    _put(grid, Place(0, 2, 5), zone.issuer)
    room = layout.name.end - layout.name.start
    _put(grid, layout.name, name_field(zone.name.surname, zone.name.given_names or "", room))
    _put(grid, layout.nationality, zone.nationality)
    _put(grid, layout.sex, {"X": "<"}.get(zone.sex, zone.sex))
    for place, day in ((layout.born, zone.birth_date), (layout.expires, zone.expires)):
        _checked(grid, place, _six(day))
    _number(grid, layout, zone)
    if layout.more_optional is not None:
        _put(grid, layout.more_optional, zone.more_optional)
    if layout.overall is not None:
        over = "".join(_text(grid, one) for one in layout.composite)
        _put(grid, layout.overall, check_digit(over))
    return tuple("".join(line) for line in grid)


def _number(grid: list[list[str]], layout: Layout, zone: Zone) -> None:
    """Write the number; of a longer one the rest and the digit open the optional data."""
    optional = zone.optional
    if len(zone.number) > _NUMBER:
        rest = zone.number[_NUMBER:] + check_digit(zone.number)
        optional = f"{rest}<{optional}"
        _put(grid, layout.number, zone.number[:_NUMBER])
    else:
        _checked(grid, layout.number, zone.number)
    _put(grid, layout.optional, optional)
    if layout.optional_digit:
        field = _text(grid, layout.optional)
        digit = check_digit(field) if field.strip("<") else "<"
        _put(grid, Place(layout.optional.line, layout.optional.end, layout.optional.end + 1), digit)


def _six(day: str | None) -> str:
    """Return a date as YYMMDD, fillers where it is not known."""
    return (day or "")[2:].replace("-", "").ljust(6, "<")


def _checked(grid: list[list[str]], place: Place, text: str) -> None:
    _put(grid, place, text)
    _put(grid, Place(place.line, place.end, place.end + 1), check_digit(_text(grid, place)))


def _put(grid: list[list[str]], place: Place, text: str) -> None:
    room = place.end - place.start
    grid[place.line][place.start : place.end] = list(text[:room].ljust(room, "<"))


def _text(grid: list[list[str]], place: Place) -> str:
    return "".join(grid[place.line][place.start : place.end])
