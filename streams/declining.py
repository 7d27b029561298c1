"""When the door declines: what is wrong with what was sent, or which service is away."""

from collections.abc import Awaitable, Iterable, Sequence
from typing import NoReturn, TypeVar

from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from redis.exceptions import RedisError

from doors.problem import Declined
from doors.receipt import RefusedMessage
from manifests.understanding import Refusal
from screening.space import NotReady

_STATUS = {"recycled_message_id": 409, "too_large": 413}

T = TypeVar("T")


async def reached(work: Awaitable[T]) -> T:
    """Return what *work* gives; Declined where a service is away: nothing is promised then."""
    later = {"Retry-After": "2"}
    try:
        return await work
    except MessageSizeTooLargeError as problem:
        raise Declined(413, "a message is too large for one record; split it") from problem
    except NotReady as problem:
        raise Declined(503, "the index is being built; send it again", headers=later) from problem
    except (KafkaError, RedisError, OSError, TimeoutError) as problem:
        told = "not acknowledged; send it again, which does no harm"
        raise Declined(503, told, headers=later) from problem


def decline(refused: Sequence[RefusedMessage]) -> NoReturn:
    """Raise Declined with the first refusal, and all of them beside it."""
    if not refused:
        raise Declined(400, "holds no message; send a manifest")
    first = refused[0]
    place = f"{first.where}: " if first.where else ""
    statuses: Iterable[int] = {_STATUS.get(one.reason, 400) for one in refused}
    raise Declined(max(statuses), f"{place}{first.detail}", refused=refused)


def told(one: Refusal) -> RefusedMessage:
    """Return a refusal in the words of the door."""
    return RefusedMessage(
        reason=one.code, detail=one.reason, where=one.place or None, segment=one.segment
    )
