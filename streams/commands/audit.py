"""`tocsin audit`: is the trail whole, and who did what about whom."""

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from access.audit import AuditRecord
from access.audit_chain import Link
from streams.commands.loaded import loaded
from streams.commands.moments import MOMENT
from streams.commands.problems import CommandFailed
from streams.commands.purpose import purpose_option

if TYPE_CHECKING:
    from access.audit_walk import Verdict

_ALERT = re.compile(r"[0-9a-f]{8,32}")


class HeadText(click.ParamType):
    """Takes `SEQ:HASH`, as `tocsin audit verify` prints it."""

    name = "head"

    def convert(
        self, value: str | Link, param: click.Parameter | None, ctx: click.Context | None
    ) -> Link:
        """Return the place in the chain."""
        if isinstance(value, Link):
            return value
        said = re.fullmatch(r"([1-9]\d{0,17}):([0-9a-f]{64})", value.strip().lower())
        if said is None:
            self.fail("write it as `tocsin audit verify` prints it: number:hash", param, ctx)
        return Link(int(said[1]), said[2], "")


@click.group()
def audit() -> None:
    """Verify the audit trail, and ask it who did what."""


@audit.command("verify")
@click.option("--head", type=HeadText(), metavar="SEQ:HASH", help="An end you noted down before.")
@click.option("--json", "as_json", is_flag=True, help="As one line of JSON.")
def verify_command(head: Link | None, *, as_json: bool) -> None:
    """Read the whole trail and say whether a record is missing, changed, added or out of place.

    Ends with 1 and the first such place. Redis knows the end of the trail; who could write to both
    Redis and Kafka could cut the end, so note the head down where neither reaches, and give it the
    next time. What retention took from the beginning is said and is no fault.

    \b
    Examples:
      tocsin audit verify
      tocsin audit verify --head 4711:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    """  # noqa: D301, E501  # click keeps the lines after \b; a hash is long
    from streams.auditing.verifying import verified
    from streams.progress import progress
    from streams.whole_topics import read

    settings = loaded().settings
    with progress() as meter:
        verdict, more = read(verified(settings, head, meter))
    _print(verdict, (*verdict.remarks, *more), as_json=as_json)
    if verdict.problem:
        raise CommandFailed(f"the audit trail is not whole: {verdict.problem}")


@audit.command("show")
@click.option(
    "--about",
    metavar="TEXT",
    help="An alert id, owner/id of an entry, a flight, a name or a document number.",
)
@click.option("--who", metavar="AGENCY/SUBJECT", help="By whom, or AGENCY; operator/USER.")
@click.option("--since", type=MOMENT, help="Then or later: a time, or 2h, 3d ago.")
@purpose_option
@click.option("--json", "as_json", is_flag=True, help="Each record as one line of JSON.")
def show_command(
    *,
    about: str | None,
    who: str | None,
    since: datetime | None,
    purpose: str | None,
    as_json: bool,
) -> None:
    """Say who did what when, and why; the oldest first.

    The trail holds no names, and yet they are found: in whatever order, case and script, and where
    they only sound alike, which is said. For who saw an entry under another name of the person, ask
    about its owner/id too. That you asked is noted as well.

    \b
    Examples:
      tocsin audit show --about "Sabawi al-Tikriti"
      tocsin audit show --about interpol/2026-00017 --since 30d
      tocsin audit show --who uk-piu/S1234 --json | jq -r .purpose
    """  # noqa: D301  # click keeps the lines after \b
    from streams.auditing.noting import Notes
    from streams.auditing.searching import Sought, searched
    from streams.progress import progress
    from streams.whole_topics import read

    if not (about or who or since):
        raise click.UsageError("give --about, --who or --since")
    have = loaded()
    settings, agencies = have.settings, have.parties.agencies
    with Notes(settings, purpose) as notes, progress() as meter:
        tokens = notes.about.asked(about, agencies) if about else frozenset()
        alert = about if about and _ALERT.fullmatch(about) else ""
        sought = Sought(tokens, alert, who or "", since)
        notes.send_waiting()  # else a question of a moment ago would not be found
        search = read(searched(settings, sought, meter))
        # The text itself may be a name.
        named = {one for record in search.found for one in sought.named(record)}
        notes.note("saw", "audit", sorted(named.union(notes.about.tokens(tokens))))
    for one in search.found:
        alike = bool(about) and all(name.startswith("sound:") for name in sought.named(one))
        click.echo(one.model_dump_json(by_alias=True) if as_json else _line(one, alike=alike))
    if search.strange:
        click.echo(f"{search.strange} records are not ours; run `tocsin audit verify`", err=True)
    if not search.found:
        click.echo("nothing is on record", err=as_json)


def _print(verdict: "Verdict", remarks: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_document(verdict, remarks)))
        return
    for remark in remarks:
        click.echo(f"note: {remark}", err=True)
    if verdict.problem:
        return
    if verdict.first is None:
        click.echo("nothing is on record yet")
        return
    first, last = verdict.first, verdict.last
    click.echo(
        f"whole: {verdict.count} records, from {first.seq} of {_second(first.at)} to {last.seq} "
        f"of {_second(last.at)}"
    )
    click.echo(f"head: {last}")


def _document(verdict: "Verdict", remarks: tuple[str, ...]) -> dict[str, Any]:
    first, last = verdict.first, verdict.last
    return {
        "whole": verdict.problem is None,
        "problem": verdict.problem,
        "records": verdict.count,
        "from": {"seq": first.seq, "at": first.at} if first else None,
        "to": {"seq": last.seq, "at": last.at} if first else None,
        "head": str(last) if first else None,
        "remarks": list(remarks),
    }


def _line(one: AuditRecord, *, alike: bool) -> str:
    who = f"{one.who.agency or 'operator'}/{one.who.subject}"
    why = f"  for: {one.purpose}" if one.purpose else ""
    many = f" ({len(one.about)} things)" if len(one.about) > 1 else ""
    role = "" if one.who.agency is None else f" ({one.who.role})"
    did = f"{one.action} {one.what}{many}{'  (a name that sounds alike)' if alike else ''}"
    return f"{one.seq}  {_second(one.at)}  {_plain(who)}{role}  {did}{_plain(why)}"


def _plain(text: str) -> str:
    """Return *text* without what would move about on a terminal; a subject is of others' making."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _second(at: str) -> str:
    return f"{at[:19]}Z"
