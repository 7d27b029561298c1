"""What a rebuild goes on without, so that no single record keeps it from ending."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from streams.dealing import is_fault, place_of
from streams.record import Refused

log = logging.getLogger("tocsin.rebuild")

MOST = 5  # as many unexpected errors as a worker meets in a minute; more are not of single records


class PassedOver:
    """Counts the faults that one build went on without."""

    def __init__(self) -> None:
        self.faults = 0

    @contextmanager
    def over(self, what: str) -> Iterator[None]:
        """Go on where *what* is refused, as its agent does, and where dealing with it fails.

        Raises where what it needs is away, and where too much has failed.
        """
        try:
            yield
        except (Refused, ValidationError):
            pass  # the agent puts it into quarantine
        except Exception as problem:
            if not is_fault(problem) or self.faults == MOST:
                raise
            self.faults += 1
            log.error("built without %s: unexpected %s", what, place_of(problem))  # noqa: TRY400  # its text may be personal data
