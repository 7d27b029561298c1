"""The words that this process has met, with what is made of each, for machine code to read."""

from collections.abc import Iterable

import numpy as np

from screening.compiled.lexicon import FIRST, INITIAL, ODD_WORD, TITLED, Lexicon, put
from screening.names import abbreviates, token
from screening.packed_words import searching
from screening.particles import is_watched, may_end_as_title

MOST_WORDS = 1 << 16
_SLOTS = 2 * MOST_WORDS  # a power of two
_BYTES = 128 * MOST_WORDS  # of most words some 80
_LONGEST = 512  # bytes of what there is of a word; others are odd


class Words:
    """A lexicon that grows; when it is full all is forgotten, as it costs little to learn anew."""

    def __init__(self, room: int = _BYTES) -> None:
        self.lexicon = Lexicon(np.zeros(_SLOTS, np.int64), np.empty(room, np.uint8))
        self.longest = 1  # of what a word brings
        self._known: set[str] = set()
        self._end = FIRST

    def learn(self, words: Iterable[str]) -> None:
        """Let upper-case *words*, of letters and digits in ASCII, be found.

        At most a tenth of MOST_WORDS.
        """
        wanted = list(dict.fromkeys(words))
        new = [one for one in wanted if one not in self._known]
        added = b"".join(map(self._entry, new))
        full = self._end + len(added) > len(self.lexicon.entries)
        if full or len(self._known) + len(new) > MOST_WORDS:
            self._forget()
            new, added = wanted, b"".join(map(self._entry, wanted))
        end = self._end + len(added)
        self.lexicon.entries[self._end : end] = np.frombuffer(added, np.uint8)
        put(self.lexicon, self._end, end)
        self._end = end
        self._known.update(new)

    def _forget(self) -> None:
        self._known.clear()
        self.lexicon.slots[:] = 0
        self._end = FIRST

    def _entry(self, word: str) -> bytes:
        said = token.__wrapped__(word)  # the lexicon holds all of it: nobody else need
        sought, bones = searching.__wrapped__(said), said.bones
        odd = is_watched(word) or said.text != word or len(sought) + len(bones) > _LONGEST
        if odd:
            sought = bones = b""
        self.longest = max(self.longest, len(sought), len(bones))
        flags = ODD_WORD * odd | TITLED * may_end_as_title(word) | INITIAL * abbreviates(said)
        head = bytes((flags, len(word))) + word.encode()
        return head + len(sought).to_bytes(2, "little") + sought + bytes((len(bones),)) + bones


WORDS = Words()
