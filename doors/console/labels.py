"""The words of enumerations as people say them, marked for the catalogues. Pure."""


def N_(text: str) -> str:  # noqa: N802  # gettext's own mark for what is translated where it is shown
    """Return *text*; it is in the catalogues."""
    return text


SEVERITY = {"top": N_("top"), "high": N_("high"), "medium": N_("medium"), "low": N_("low")}
STATE = {
    "open": N_("open"),
    "asked": N_("owner asked"),
    "acknowledged": N_("acknowledged"),
    "confirmed": N_("confirmed"),
    "dismissed": N_("dismissed"),
}
EVENT = {"raised": N_("raised"), "updated": N_("updated"), "withdrawn": N_("withdrawn")}
CAUSE = {
    "manifest": N_("a manifest"),
    "watchlist": N_("the watchlist"),
    "disposition": N_("a decision"),
    "time": N_("time"),
}
MESSAGE = {
    "api": N_("passenger information"),
    "pnr": N_("booking data"),
    "crew": N_("crew list"),
}
FUNCTION = {
    "full": N_("the whole list"),
    "update": N_("a change"),
    "cancel_passengers": N_("passengers taken off"),
    "cancel_flight": N_("the flight called off"),
    "close": N_("the list as it was closed"),
}
ACTION = {
    "acknowledge": N_("Acknowledge"),
    "confirm": N_("Confirm"),
    "ask_owner": N_("Ask the owner"),
    "dismiss": N_("Dismiss"),
    "reopen": N_("Open again"),
}
REASON = {
    "not_the_same_person": N_("not the same person"),
    "no_longer_relevant": N_("no longer relevant"),
    "data_error": N_("an error in the data"),
    "other": N_("another reason"),
}
CATEGORY = {
    "associate": N_("associate"),
    "crime": N_("crime"),
    "discreet_check": N_("discreet check"),
    "foreign_terrorist_fighter": N_("foreign terrorist fighter"),
    "listed": N_("listed"),
    "lost_document": N_("lost document"),
    "missing_child": N_("missing child"),
    "missing_person": N_("missing person"),
    "narcotics": N_("narcotics"),
    "organised_crime": N_("organised crime"),
    "overstayer": N_("overstayer"),
    "person_of_interest": N_("person of interest"),
    "politically_exposed": N_("politically exposed"),
    "proliferation": N_("proliferation"),
    "sanctions": N_("sanctions"),
    "stolen_document": N_("stolen document"),
    "terrorism": N_("terrorism"),
    "trafficking": N_("trafficking"),
    "travel_document": N_("travel document"),
    "wanted": N_("wanted"),
    "wanted_person": N_("wanted person"),
    "war_crimes": N_("war crimes"),
}
NAMED = {
    "alias": N_("alias"),
    "weak_alias": N_("weak alias"),
    "original_script": N_("original script"),
}
ROLE = {
    "officer": N_("officer"),
    "analyst": N_("analyst"),
    "admin": N_("administrator"),
    "operator": N_("operator"),
}
TRAVELS_AS = {
    "passenger": N_("passenger"),
    "crew": N_("crew"),
    "transit": N_("transit passenger"),
}
FIELD = {
    "name": N_("Name"),
    "birth_date": N_("Date of birth"),
    "sex": N_("Sex"),
    "nationality": N_("Nationality"),
    "document": N_("Document"),
    "birth_place": N_("Place of birth"),
}
VERDICT = {
    "agrees": N_("agrees"),
    "differs": N_("differs"),
    "one_side": N_("only one side states it"),
    "not_weighed": N_("not weighed"),
}
CHANGED = {
    "entry": N_("Entry"),
    "entry.severity": N_("severity"),
    "entry.category": N_("category"),
    "entry.instruction": N_("instruction"),
    "flight.departure": N_("departure"),
    "flight.arrival": N_("arrival"),
    "passenger.surname": N_("surname"),
    "passenger.given_names": N_("given names"),
    "passenger.birth_date": N_("date of birth"),
    "passenger.sex": N_("sex"),
    "passenger.nationality": N_("nationality"),
    "passenger.birth_place": N_("place of birth"),
    "passenger.seat": N_("seat"),
    "passenger.documents": N_("documents"),
    "subscriptions": N_("subscriptions"),
    "score": N_("score"),
    "disposition": N_("decision"),
    "escalated": N_("escalated"),
    "from_others": N_("other agencies"),
}
LANE = {
    "screening": N_("screening"),
    "boarding": N_("answers before boarding"),
    "delivery": N_("delivers to webhooks"),
}
STAGE = {
    "intake": N_("takes manifests in"),
    "entries": N_("takes entries in"),
    "screen": N_("screens manifests"),
    "rescreen": N_("screens changed entries"),
    "route": N_("tells agencies"),
    "disposing": N_("takes decisions in"),
    "suppressing": N_("knows who was dismissed"),
    "patterns": N_("counts patterns"),
    "answering": N_("answers before boarding"),
    "amending": N_("amends answers"),
    "delivery": N_("delivers to webhooks"),
}
PACE = {
    "unknown": N_("not known"),
    "keeping up": N_("keeps up"),
    "waiting": N_("something waits"),
    "behind": N_("falls behind"),
    "still": N_("stands still"),
}
WEBHOOK = {
    "never started": N_("never started"),
    "delivering": N_("delivering"),
    "retrying": N_("tries again"),
    "open": N_("failing"),
}
OUTCOME = {"delivered": N_("delivered"), "away": N_("not reached"), "refused": N_("refused")}

NAME_KIND = {"primary": N_("main name"), **NAMED}
SEX = {"M": N_("male"), "F": N_("female"), "X": N_("unspecified"), "U": N_("unknown")}
# What an entry may withhold from others, and what two versions of it may differ in.
OF_ENTRY = {
    "instruction": N_("instruction"),
    "documents": N_("documents"),
    "birth_dates": N_("dates of birth"),
    "birth_places": N_("places of birth"),
    "names": N_("names"),
    "owner": N_("that it is ours"),
    "list": N_("list"),
    "category": N_("category"),
    "severity": N_("severity"),
    "sex": N_("sex"),
    "nationalities": N_("nationalities"),
    "valid_from": N_("first day"),
    "valid_until": N_("last day"),
    "sharing": N_("sharing"),
}
# Which of what changes is a word of ours; all else is shown as it was written.
CHANGED_WORDS = {
    "entry.severity": SEVERITY,
    "entry.category": CATEGORY,
    "disposition": STATE,
    "passenger.sex": SEX,
}
REDACTED = {**OF_ENTRY, "names": N_("other names than the main one")}


def label(words: dict[str, str], value: str) -> str:
    """Return how *value* is said; one that has no words of its own is said as it is written."""
    return words.get(value, value.replace("_", " "))
