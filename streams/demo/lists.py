"""What the watchlist is made of (data/lists.yaml): owners, categories, ways of sharing."""

from functools import cache
from random import Random

from config.files import CountryCode, Strict, read_yaml
from streams.demo.pools import DATA
from watchlist.entry import Redaction, Sharing


class Category(Strict):
    """A category of persons and how often and how severe it is."""

    category: str
    list: str
    share: int
    severities: tuple[int, int, int, int]
    instruction: str


class StolenDocuments(Strict):
    """Entries that hold a document alone."""

    category: str
    list: str
    share_percent: int
    issuers: tuple[CountryCode, ...]


class SharingKind(Strict):
    """A way of sharing; `others` and `hidden` count agencies that are chosen by chance."""

    share: int
    visible_to: tuple[str, ...] = ()
    others: int = 0
    hidden: int = 0
    redact: tuple[Redaction, ...] = ()


class Lists(Strict):
    """All of data/lists.yaml."""

    owners: dict[str, int]
    categories: tuple[Category, ...]
    stolen_documents: StolenDocuments
    sharing: tuple[SharingKind, ...]

    def owner(self, rng: Random) -> str:
        """Return an owner; one with a larger list is likelier."""
        return rng.choices(list(self.owners), weights=list(self.owners.values()))[0]

    def category(self, rng: Random) -> Category:
        """Return a category of persons by its share."""
        return rng.choices(self.categories, weights=[one.share for one in self.categories])[0]

    def sharing_of(self, rng: Random, owner: str) -> Sharing:
        """Return how *owner* shares one entry."""
        kind = rng.choices(self.sharing, weights=[one.share for one in self.sharing])[0]
        others = rng.sample(sorted(self.owners.keys() - {owner}), k=kind.others + kind.hidden)
        return Sharing(
            visible_to=(*kind.visible_to, *others[: kind.others]),
            hidden_from=tuple(others[kind.others :]),
            redact=kind.redact,
        )


@cache
def lists() -> Lists:
    """Return what the watchlist is made of."""
    return read_yaml(DATA / "lists.yaml", Lists)
