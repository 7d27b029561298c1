"""How the attempts to deliver an alert look, beside its history."""

from rich.console import Console

from alerts.attempts import Attempt
from alerts.decided import Made
from alerts.disposition import Disposition
from alerts.history import Told
from streams.tracing.story import Story, Version
from streams.tracing.story_lines import story_json, story_lines
from tests.builders import alert

TRIED = Attempt(
    webhook="desk",
    destination="https://alerts.example.org",
    call="msg_1",
    version=1,
    at="2026-11-25T08:00:00.204113Z",
    outcome="away",
    reason="server_error",
    status=503,
    ms=31,
)
STORY = Story((Version(Told(alert(), "2026-11-25T08:00:00.1Z")),), "", traced=False)


def shown(story: Story) -> str:
    console = Console(width=120, no_color=True)
    with console.capture() as captured:
        console.print(story_lines(story, width=120))
    return captured.get()


def test_attempts_are_told_with_where_when_and_how_they_ended() -> None:
    story = Story(STORY.versions, "", traced=False, attempts=(TRIED,))
    line = shown(story).splitlines()[-1]
    assert line.split("  ")[-3:] == [
        "v1",
        "2026-11-25T08:00:00Z",
        "desk at https://alerts.example.org: server_error 503 in 31 ms",
    ]
    assert story_json(story)["deliveries"] == [TRIED.model_dump(mode="json")]


def test_an_alert_that_went_to_no_webhook_has_none() -> None:
    assert "deliveries" not in shown(STORY)
    assert story_json(STORY)["deliveries"] == []


def decision(name: str, action: str) -> Disposition:
    said = {"schema": "disposition/1", "disposition_id": name, "alert_id": alert().alert_id}
    more = {"action": action, "by": "officer-7", "at": "2026-11-25T08:00:00Z", "note": "Mine"}
    return Disposition.model_validate({**said, **more})


def test_decisions_that_changed_nothing_are_told_and_those_that_did_are_the_versions() -> None:
    made = (Made(decision("D-1", "confirm"), 2), Made(decision("D-2", "acknowledge")))
    story = Story(STORY.versions, "", traced=False, decisions=made)
    lines = [line.strip() for line in shown(story).splitlines()]
    assert lines[-2:] == [
        "decisions that changed nothing",
        "2026-11-25T08:00:00Z  acknowledge by officer-7: Mine (D-2)",
    ]
    said = [(one["disposition_id"], one["version"]) for one in story_json(story)["decisions"]]
    assert said == [("D-1", 2), ("D-2", None)]
    assert "changed nothing" not in shown(STORY)


WITHOUT_END = {"outcome": "begun", "reason": "begun", "status": None, "ms": None}


def test_attempts_that_only_their_number_is_kept_of_and_one_without_an_end_are_told() -> None:
    tried = [
        TRIED.model_copy(update={"number": 1}),
        TRIED.model_copy(update={"number": 1, "webhook": "night"}),
        TRIED.model_copy(update={"number": 263}),
        TRIED.model_copy(
            update={
                "number": 264,
                "outcome": "begun",
                "reason": "begun",
                "status": None,
                "ms": None,
            }
        ),
    ]
    said = shown(Story(STORY.versions, "", traced=False, attempts=tuple(tried)))
    assert said.count("more to") == 1
    assert "… 261 more to desk …" in said
    assert "desk at https://alerts.example.org: begun, and its end is not known" in said
