"""What arrived, understood: the one door to every format an airline sends. Pure.

JSON (one manifest, or one on each line) and UN/EDIFACT (PAXLST, PNRGOV, CUSRES), sniffed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from pydantic import ValidationError

from config.problems import sentence
from manifests.contract import Manifest
from manifests.edifact.broken import Broken
from manifests.edifact.characters import text_of
from manifests.edifact.counts import counts_more, endless
from manifests.edifact.envelope import Message, envelopes
from manifests.messages import Said, raw, said_by
from manifests.parts import Missing, in_parts
from manifests.understanding import Refusal, Understood

# More than any airline sends at once; what exceeds it is refused whole, not read for hours.
MAX_MESSAGES = 1_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def understood(
    data: bytes,
    *,
    received_at: datetime,
    sender: str,
    limit: int = MAX_MESSAGES,
    answers: bool = True,
) -> Understood:
    """Return what *data* says, in the name of the airline *sender*; never raises.

    *received_at* stands in where a message does not say when it was sent; *limit* is how many
    messages are taken at once. Without *answers* a CUSRES is refused: airlines send none.
    """
    if is_json(data):
        return _json(data)
    found = envelopes(text_of(data), limit=limit)
    messages = [one for interchange in found.interchanges for one in interchange.messages]
    if len(messages) > limit or len(found.interchanges) > limit:
        return _refused("too_many", f"holds more than {limit} messages; send fewer", data)
    if not messages:
        told = "holds no message: neither JSON nor an interchange that begins with UNB or UNH"
        return _refused("unreadable", told, data)
    read = partial(said_by, received_at=received_at, sender=sender, answers=answers)
    return _together(messages, found.around, read)


def is_json(data: bytes) -> bool:
    """Say whether *data* is meant to be JSON."""
    return data.removeprefix(_BYTE_ORDER_MARK).lstrip()[:1] in (b"{", b"[")


def _refused(code: str, reason: str, data: bytes) -> Understood:
    return Understood(("unknown",), refused=(Refusal(code, reason, data),))


def _together(
    messages: Iterable[Message], around: int, read: Callable[[Message], Said]
) -> Understood:
    said: list[tuple[Message, Said]] = []
    refused: list[tuple[Message, Refusal]] = []
    for number, message in enumerate(messages, start=1):
        try:
            said.append((message, read(message)))
        except Broken as problem:
            refused.append((message, _refusal(problem, message, number)))
    unmodelled: Counter[str] = sum((Counter(one.unmodelled) for _, one in said), Counter())
    return Understood(
        formats=tuple(dict.fromkeys(one.format for _, one in said)) or ("unknown",),
        manifests=tuple(_manifests(said, refused)),
        answers=tuple(one.answer for _, one in said if one.answer is not None),
        refused=tuple(one for _, one in refused),
        people=sum(one.people for _, one in said),
        unmodelled=dict(unmodelled),
        around=around,
    )


def _refusal(problem: Broken, message: Message, number: int) -> Refusal:
    place = f"segment {problem.segment} ({problem.tag}) of message {number}"
    return Refusal(problem.code, problem.reason, raw(message), place, problem.segment)


def _manifests(
    said: Iterable[tuple[Message, Said]], refused: Iterable[tuple[Message, Refusal]]
) -> Iterator[Manifest]:
    """Yield the manifests of each interchange, its lists seen beside each other."""
    broken = {id(one.interchange) for one, why in refused if why.code == "broken_message"}
    found: defaultdict[int, list[tuple[Message, Said]]] = defaultdict(list)
    for message, one in said:
        found[id(message.interchange)].append((message, one))
    for at, several in found.items():
        lacking = (each for _, one in several if one.lacking for each in one.manifests)
        missing = Missing(
            message=at in broken,
            lists=frozenset((one.flight.key, one.source) for one in lacking),
            counted=counts_more(several[0][0].interchange),
            end=endless(several[0][0].interchange),
        )
        yield from in_parts([each for _, one in several for each in one.manifests], missing)


def _json(data: bytes) -> Understood:
    """Read one manifest, or one on each line."""
    text = data.removeprefix(_BYTE_ORDER_MARK)
    try:
        whole = Manifest.model_validate_json(text)
    except ValidationError as problem:
        lines = [(at, one) for at, one in enumerate(text.splitlines(), start=1) if one.strip()]
        if len(lines) < 2 or not all(one.lstrip().startswith(b"{") for _, one in lines):
            return Understood(("JSON",), refused=(Refusal("invalid", sentence(problem), data),))
        return _lines(lines)
    return Understood(("JSON",), manifests=(whole,), people=len(whole.passengers))


def _lines(lines: list[tuple[int, bytes]]) -> Understood:
    manifests: list[Manifest] = []
    refused: list[Refusal] = []
    for number, line in lines:
        try:
            manifests.append(Manifest.model_validate_json(line))
        except ValidationError as problem:
            refused.append(Refusal("invalid", sentence(problem), line, f"line {number}"))
    people = sum(len(one.passengers) for one in manifests)
    return Understood(("JSON",), tuple(manifests), refused=tuple(refused), people=people)
