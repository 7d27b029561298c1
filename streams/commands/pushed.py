"""What `tocsin manifest push` says of what it read: lines for people, JSON for machines."""

from dataclasses import dataclass
from typing import Any

import click

from streams.interchange_files import Interchanges, answer_line, manifest_line
from streams.manifest_files import Unusable
from streams.pushing import Sendable


@dataclass(slots=True)
class Pushed:
    """Counts what goes and what does not; *shown* prints every manifest."""

    read: Interchanges
    shown: bool
    manifests: int = 0
    people: int = 0
    bad: int = 0
    bytes_read: int = 0  # of JSON; EDIFACT is read a file at a time

    def take(self, one: Sendable | Unusable) -> None:
        """Count *one*; what is not sent is named on stderr."""
        if isinstance(one, Unusable):
            self.bad += 1
            if self.shown and one.manifest is not None:
                click.echo(f"{one.where}: {manifest_line(one.manifest)}; not to be sent:")
            click.echo(str(one), err=True)
            return
        self.manifests += 1
        self.bytes_read += len(one.document.raw)
        self.people += len(one.manifest.passengers)
        if self.shown:
            click.echo(f"{one.document.where}: {manifest_line(one.manifest)}")

    def line(self, one: Sendable | Unusable) -> dict[str, Any]:
        """Return *one* as a machine reads it: the manifest, or why it is not sent."""
        if not isinstance(one, Unusable):
            return one.manifest.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return {"refused": {"where": one.where, "reason": one.code, "detail": one.problem}}

    @property
    def total(self) -> dict[str, Any]:
        """Return the summary as a machine reads it."""
        return {
            "manifests": self.manifests,
            "people": self.people,
            "refused": self.bad,
            "answers": [f"{name}: {answer_line(one)}" for name, one in self.read.answers],
            "warnings": [f"{name}: {text}" for name, text in self.read.warnings],
            "unmodelled": dict(self.read.unmodelled),
        }

    def sum_up(self, done: str) -> None:
        """Say what was read beside the manifests, and how many of these are *done*."""
        for name, answer in self.read.answers:
            click.echo(f"{name}: {answer_line(answer)}; not sent, for it is no manifest")
        for name, text in self.read.warnings:
            click.echo(f"{name}: warning: {text}", err=True)
        if self.read.unmodelled:
            kept = ", ".join(
                f"{count} {tag}" for tag, count in sorted(self.read.unmodelled.items())
            )
            click.echo(f"kept or counted without a field of their own: {kept}")
        many = "1 manifest" if self.manifests == 1 else f"{self.manifests} manifests"
        people = "1 person" if self.people == 1 else f"{self.people} people"
        click.echo(f"{many} with {people} {done}")
