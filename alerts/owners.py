"""What the owner of an entry is told of a decision of another agency on the same hit. Pure."""

from collections.abc import Iterable

from access.parties import AgencyId
from alerts.alert import Event
from alerts.case import Case, changed
from alerts.disposition import AlertDisposition, FromOther
from alerts.life import Held, Step
from alerts.routing import for_owner, trace_id
from manifests.contract import Passenger
from screening.facts import Facts, Hit


def told_owner(
    case: Case, mine: Held, after: AlertDisposition | None
) -> tuple[Step | None, Facts | None]:
    """Return the version that tells the owner, and the facts that it rests on, if any.

    Who has no alert, as in its own view the score is too low, is given one all the same: it stands
    while the hit does. A withdrawn one tells it too, and stays withdrawn.
    """
    owner, agency = AgencyId(mine.entry.partition("/")[0]), case.decided.agency
    if owner == agency or owner not in case.rules.parties.agencies:
        return None, None
    theirs = case.theirs(mine)
    told = () if theirs is None else theirs.alert.from_others
    news = _with(told, agency, after)
    if news == told:
        return None, None
    raises = theirs is None or not theirs.standing
    found = _hit(case, mine) if raises and any(one.agency == agency for one in news) else None
    if found is not None:
        return _raised(case, theirs, *found, news=news), found[1]
    if theirs is None:
        return _from_alert(case, mine, news), None
    change = {"field": "from_others", "before": _words(told), "now": _words(news)}
    secret = case.rules.secret
    return changed(theirs, case.decided, secret, from_others=news, changes=(change,)), None


def _hit(case: Case, mine: Held) -> tuple[Hit, Facts] | None:
    """Return the hit that the alert is about, if it is one now."""
    for facts in case.hits:
        for hit in facts.hits:
            if (hit.ref, hit.entry.key) == (mine.ref, mine.entry):
                return hit, facts
    return None


def _from_alert(case: Case, mine: Held, news: tuple[FromOther, ...]) -> Step | None:
    """Return the owner's first version where the hits of the flight are not known any more.

    It stands as the alert does that was decided; what is withdrawn already begins so.
    """
    if case.listed is None:
        return None
    sent = mine.alert.passenger.model_dump(exclude={"passenger_ref"}, exclude_unset=True)
    hit = Hit(ref=mine.ref, passenger=Passenger.model_validate(sent), entry=case.listed)
    facts = Facts(
        flight=mine.alert.flight,
        as_of=0,
        cause="manifest",
        source=case.decided.source,
        refs=(mine.ref,),
        hits=(hit,),
    )
    event: Event = "raised" if mine.standing else "withdrawn"
    return _raised(case, None, hit, facts, news=news, event=event, reason=mine.alert.reason)


def _raised(  # noqa: PLR0913  # what it is made of
    case: Case,
    theirs: Held | None,
    hit: Hit,
    facts: Facts,
    *,
    news: tuple[FromOther, ...],
    event: Event = "raised",
    reason: str | None = None,
) -> Step | None:
    draft = for_owner(hit, facts, case.rules, case.now)
    if draft is None:
        return None
    after = 0 if theirs is None else theirs.alert.version
    fields = {
        "version": after + 1,
        "event": event,
        "reason": reason,
        "cause": "disposition",
        "from_others": news,
        "trace_id": trace_id(case.rules.secret, case.decided.source),
    }
    alert = draft.alert.model_copy(update=fields)
    return Step(alert, after, draft.ref, draft.entry, draft.view, case.decided.source)


def _with(
    told: Iterable[FromOther], agency: str, after: AlertDisposition | None
) -> tuple[FromOther, ...]:
    others = [one for one in told if one.agency != agency]
    if after is not None and after.state in ("confirmed", "asked"):
        asked = after.state == "asked"
        others.append(
            FromOther(
                agency=agency,
                said="asked" if asked else "confirmed",
                at=after.at,
                note=after.note if asked else None,  # a question is for the owner to read
            )
        )
    return tuple(sorted(others, key=lambda one: one.agency))


def _words(told: Iterable[FromOther]) -> list[str]:
    return [f"{one.agency} {one.said}" for one in told]
