"""EDIFACT on its way in: pushed by the command, or raw on the airline's topic."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from access.parties import AirlineId
from manifests.contract import Manifest
from screening.space import Space
from streams.desk import AirlineDesk
from streams.fates import Fates
from streams.intake import ManifestIntake
from streams.quarantine import Quarantined
from streams.receipts import Receipts
from streams.record import Refused
from streams.stats import Stats
from streams.topics import MANIFESTS, QUARANTINE
from tests.conftest import Tocsin
from tests.manifests.building import parties
from tests.manifests.histories import after
from tests.manifests.messages import ADA, ALAN, interchange, passengers, paxlst, pnrgov
from tests.streams.handling import Kept, equipment, record

CREW = ("NAD+FL+++HOPPER:GRACE", "DTM+329:800101")
BROKEN = passengers(ADA, reference="2")
BROKEN = [one for one in BROKEN if one.tag != "TDT"]
MIXED = interchange(passengers(ADA), BROKEN, passengers(ALAN, reference="3"))


def test_a_dry_run_says_what_each_message_is_understood_as(tocsin: Tocsin, tmp_path: Path) -> None:
    file = tmp_path / "day.edi"
    file.write_bytes(MIXED)
    ran = tocsin("manifest", "push", str(file), "--airline", "UA", "--dry-run")
    assert ran.out.splitlines() == [
        f"{file}: UA-REF1-1-20261124T0800: UA0123/JFK-LHR/2026-11-24 full, part 1, 1 person",
        f"{file}: UA-REF1-3-20261124T0800: UA0123/JFK-LHR/2026-11-24 full, part 2, 1 person",
        "kept or counted without a field of their own: 2 NAD",
        "2 manifests with 2 people would be sent",
    ]
    assert "segment 1 (UNH) of message 2: no TDT names a flight" in ran.err
    assert "UNT counts" not in ran.err  # the broken message alone counts wrongly
    assert ran.code == 1


def test_a_machine_reads_manifests_refusals_and_a_summary(tocsin: Tocsin, tmp_path: Path) -> None:
    file = tmp_path / "day.edi"
    file.write_bytes(MIXED)
    ran = tocsin("manifest", "push", str(file), "--airline", "UA", "--dry-run", "--json")
    first, second, refused, total = (json.loads(one) for one in ran.out.splitlines())
    assert Manifest.model_validate(first).passengers[0].surname == "LOVELACE"
    assert Manifest.model_validate(second).passengers[0].surname == "TURING"
    assert refused["refused"]["reason"] == "broken_message"
    assert (total["manifests"], total["people"], total["refused"]) == (2, 2, 1)


def test_a_manifest_that_may_not_be_sent_is_shown_all_the_same(
    tocsin: Tocsin, tmp_path: Path
) -> None:
    (tmp_path / "ua.edi").write_bytes(paxlst())
    ran = tocsin("manifest", "push", str(tmp_path / "ua.edi"), "--airline", "BA", "--dry-run")
    assert "UA0123/JFK-LHR/2026-11-24 full, 1 person; not to be sent" in ran.out
    assert "carrier 'UA' is not one of 'BA'" in ran.err


class Door:
    """The intake, and what it published."""

    def __init__(self, redis: Redis) -> None:
        self.publisher = Kept()
        things = equipment(self.publisher, redis, Stats())
        keep = timedelta(days=1)
        receipts, fates = Receipts(redis, keep=keep), Fates(redis, keep=keep)
        self._intake = ManifestIntake(things, parties(), receipts, fates)

    async def push(self, data: bytes) -> None:
        await self._intake.handle(record("manifests.UA", data))

    @property
    def manifests(self) -> list[Manifest]:
        sent = self.publisher.on(MANIFESTS)
        return [Manifest.model_validate_json(one.value or b"") for one in sent]

    @property
    def refused(self) -> list[Quarantined]:
        sent = self.publisher.on(QUARANTINE)
        return [Quarantined.model_validate_json(one.value or b"") for one in sent]


@pytest.fixture
def door(redis: Redis, space: Space) -> Door:
    return Door(redis)


async def test_raw_edifact_is_taken_in_and_its_broken_message_put_aside(door: Door) -> None:
    await door.push(MIXED)
    assert [one.passengers[0].surname for one in door.manifests] == ["LOVELACE", "TURING"]
    (refused,) = door.refused
    assert refused.reason == "broken_message"
    assert refused.detail == "segment 1 (UNH) of message 2: no TDT names a flight"
    assert (refused.topic, refused.offset) == ("manifests.UA", 5)


async def test_what_is_put_aside_holds_the_broken_message_alone(door: Door) -> None:
    await door.push(MIXED)
    (refused,) = door.refused
    with pytest.raises(Refused) as again:
        await door.push(refused.value or b"")
    assert again.value.reason == "broken_message"
    assert len(door.manifests) == 2


async def test_the_same_interchange_again_is_harmless(door: Door) -> None:
    await door.push(pnrgov())
    await door.push(pnrgov())
    first, again = door.publisher.on(MANIFESTS)
    assert first == again
    assert door.refused == []


async def test_a_recycled_reference_is_found(door: Door) -> None:
    await door.push(paxlst(ADA))
    await door.push(paxlst(ALAN))
    assert len(door.manifests) == 1
    (refused,) = door.refused
    assert refused.reason == "recycled_message_id"
    assert Manifest.model_validate_json(refused.value or b"").passengers[0].surname == "TURING"


MENDED = interchange(
    passengers(ADA), passengers(CREW, reference="2"), passengers(ALAN, reference="3")
)


async def test_an_interchange_that_was_mended_is_taken_in_under_its_own_references(
    door: Door,
) -> None:
    await door.push(MIXED)
    await door.push(MENDED)
    assert [one.reason for one in door.refused] == ["broken_message"]
    assert everybody(door.manifests[:2]) == ["LOVELACE", "TURING"]
    assert [one.part and one.part.last for one in door.manifests[2:]] == [False, False, True]
    assert everybody(door.manifests) == ["HOPPER", "LOVELACE", "TURING"]


GAMMA = ("NAD+FL+++GAMMA:GINA",)
DELTA = ("NAD+FL+++DELTA:DORA", "DTM+329:800101")


@pytest.mark.parametrize(
    ("mended", "people"),
    [
        pytest.param(CREW, ["DELTA", "GAMMA", "HOPPER"], id="somebody else"),
        pytest.param(GAMMA, ["DELTA", "GAMMA", "GAMMA"], id="a namesake"),
    ],
)
async def test_who_has_no_document_and_no_id_is_one_person_after_an_interchange_was_mended(
    door: Door, mended: tuple[str, ...], people: list[str]
) -> None:
    sound = passengers(GAMMA, DELTA, reference="3")
    await door.push(interchange(BROKEN, sound))
    before = after(door.manifests)
    await door.push(interchange(passengers(mended, reference="2"), sound))
    assert [one.part and one.part.number for one in door.manifests] == [1, 1, 2]
    assert everybody(door.manifests) == people
    assert set(before.travellers()) <= set(after(door.manifests).travellers())


async def test_an_interchange_that_was_mended_is_sent_whole_by_http(
    redis: Redis, space: Space
) -> None:
    out, keep = Kept(), timedelta(days=1)
    receipts, fates = Receipts(redis, keep=keep), Fates(redis, keep=keep)
    desk = AirlineDesk(redis, out, parties(), receipts, fates)
    for data, reasons in ((MIXED, ["broken_message"]), (MENDED, [])):
        receipt = await desk.take(AirlineId("UA"), data)
        assert [one.reason for one in receipt.refused] == reasons
    sent = [one.value or b"" for one in out.on("manifests.UA")]
    taken = [Manifest.model_validate_json(one) for one in sent if one.startswith(b"{")]
    assert len(taken) == 5
    assert [one.part and one.part.last for one in taken[2:]] == [False, False, True]


def everybody(pushes: list[Manifest]) -> list[str]:
    """Return the surname of each person on board after *pushes*."""
    return sorted(one.surname for one in after(pushes).travellers().values())


async def test_a_message_about_a_foreign_carrier_is_put_aside_and_the_others_go_on(
    door: Door,
) -> None:
    foreign = passengers(ADA, reference="2")
    named = [one._replace(told=["TDT", "20", "BA9"]) for one in foreign if one.tag == "TDT"]
    foreign = [named[0] if one.tag == "TDT" else one for one in foreign]
    await door.push(interchange(passengers(ALAN), foreign))
    assert [one.passengers[0].surname for one in door.manifests] == ["TURING"]
    assert [one.reason for one in door.refused] == ["foreign_carrier"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"nothing but words", "unreadable", id="no message"),
        pytest.param(interchange(BROKEN), "broken_message", id="one broken message"),
    ],
)
async def test_a_record_that_says_nothing_is_refused_as_it_is(
    door: Door, data: bytes, reason: str
) -> None:
    with pytest.raises(Refused) as caught:
        await door.push(data)
    assert caught.value.reason == reason
