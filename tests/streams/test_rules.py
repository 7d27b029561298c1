"""The rules as a worker reads them: files, and subscriptions made by command, while it runs."""

import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from alerts.routing import Rules
from config.files import SubscriptionRow
from config.problems import ConfigError
from config.settings import from_environ
from streams.commands.loaded import loaded, rules_of
from streams.publisher import Outgoing, Publisher
from streams.rules import RuleBook, RuleFiles
from streams.subscription_log import SubscriptionLog, removal, set_record
from streams.topics import SUBSCRIPTIONS
from tests.running import Site

PARTIES = """
airlines: [{id: UA, name: United, carriers: [UA]}]
agencies:
  - {id: interpol, name: Interpol, jurisdiction: ["*"]}
  - {id: uk-piu, name: United Kingdom, jurisdiction: [GB]}
"""
ROWS = "subscriptions: [{id: everything, agency: interpol}]\n"
UK = SubscriptionRow.model_validate({"id": "arrivals", "agency": "uk-piu"})
WAIT_MS = 5_000

Open = Callable[[], RuleBook]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "parties.yaml").write_text(PARTIES)
    (tmp_path / "subscriptions.yaml").write_text(ROWS)
    return tmp_path


@pytest.fixture
async def opened(site: Site, files: Path) -> AsyncIterator[Open]:
    variables = {
        **site.variables,
        "TOCSIN_PARTIES_FILE": str(files / "parties.yaml"),
        "TOCSIN_SUBSCRIPTIONS_FILE": str(files / "subscriptions.yaml"),
    }
    settings = from_environ(variables)
    paths = (settings.parties_file, settings.subscriptions_file)
    books: list[RuleBook] = []

    def opened() -> RuleBook:
        read = RuleFiles(paths, lambda: rules_of(loaded(settings)))
        books.append(RuleBook(read, SubscriptionLog(settings.kafka)))
        return books[-1]

    yield opened
    for one in books:
        await one.close()
    async with Publisher(site.settings.kafka) as publisher:
        await publisher.publish(removal("uk-piu/arrivals"), removal("interpol/everything"))


@pytest.fixture
async def publisher(site: Site) -> AsyncIterator[Publisher]:
    async with Publisher(site.settings.kafka) as found:
        yield found


def wanted(rules: Rules) -> set[str]:
    return {f"{row.agency}/{row.id}" for rows in rules.subscriptions.values() for row in rows}


async def test_file_that_changes_is_read_again(opened: Open, files: Path) -> None:
    book = opened()
    assert wanted(await book.current()) == {"interpol/everything"}
    (files / "subscriptions.yaml").write_text(ROWS.replace("everything", "all-of-it"))
    assert wanted(await book.current()) == {"interpol/all-of-it"}


async def test_jurisdiction_that_changes_is_read_again(opened: Open, files: Path) -> None:
    book = opened()
    before = await book.current()
    (files / "parties.yaml").write_text(PARTIES.replace("[GB]", "[GB, FR]"))
    after = await book.current()
    uk = [one.parties.agencies["uk-piu"].jurisdiction for one in (before, after)]  # type: ignore[index]
    assert uk == [frozenset({"GBR"}), frozenset({"GBR", "FRA"})]


async def test_broken_file_is_said_and_what_it_said_before_counts(
    opened: Open, files: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = opened()
    before = await book.current()
    (files / "subscriptions.yaml").write_text("subscriptions: [{id: x}]\n")
    with caplog.at_level(logging.WARNING):
        assert await book.current() == before
        assert await book.current() == before
    assert len(caplog.messages) == 1
    assert "subscriptions.yaml" in caplog.text


async def test_worker_does_not_start_by_a_broken_file(opened: Open, files: Path) -> None:
    (files / "subscriptions.yaml").write_text("subscriptions: [{id: x}]\n")
    with pytest.raises(ConfigError):
        await opened().current()


async def test_new_agency_waits_for_its_topics(
    opened: Open, files: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = opened()
    await book.current()
    more = PARTIES + "  - {id: new, name: New, jurisdiction: [FR]}\n"
    (files / "parties.yaml").write_text(more)
    with caplog.at_level(logging.WARNING):
        assert set((await book.current()).parties.agencies) == {"interpol", "uk-piu"}
    assert "tocsin topics apply" in caplog.text
    assert "new" in (await opened().current()).parties.agencies


async def test_subscription_made_by_command_counts_at_once_and_after_a_restart(
    opened: Open, publisher: Publisher
) -> None:
    book = opened()
    await book.current()
    await publisher.publish(set_record(UK))
    both = {"interpol/everything", "uk-piu/arrivals"}
    assert wanted(await book.current(WAIT_MS)) == both
    assert wanted(await opened().current()) == both
    await publisher.publish(removal("uk-piu/arrivals"))
    assert wanted(await book.current(WAIT_MS)) == {"interpol/everything"}


async def test_file_wins_over_a_command_of_the_same_name(
    opened: Open, publisher: Publisher
) -> None:
    row = SubscriptionRow.model_validate(
        {"id": "everything", "agency": "interpol", "filter": {"min_severity": "top"}}
    )
    await publisher.publish(set_record(row))
    (found,) = (await opened().current()).subscriptions.values()
    assert [one.filter.min_severity for one in found] == ["low"]


async def test_record_that_is_no_subscription_is_passed_over(
    opened: Open, publisher: Publisher
) -> None:
    await publisher.publish(Outgoing(SUBSCRIPTIONS, b"{", "uk-piu/x"), set_record(UK))
    assert "uk-piu/arrivals" in wanted(await opened().current())
