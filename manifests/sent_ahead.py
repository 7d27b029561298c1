"""Pushes whose `sent_at` is yet to come: whatever is sent until then counts as older. Pure."""

from datetime import datetime, timedelta

from manifests.contract import Manifest

# Clocks differ by minutes; more is local time written for UTC, or a date mistyped.
_NOTED = timedelta(hours=1)
AHEAD = (
    "sent_at is over an hour after the message came; "
    "what is sent before that time counts as older than this message"
)


def is_ahead(manifest: Manifest, came: datetime) -> bool:
    """Say whether the push, which came at that time, says that it was sent well after."""
    return manifest.sent_at - came > _NOTED
