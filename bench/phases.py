"""Which phase of a passenger's way a stack belongs to: by the innermost function that tells."""

import re
from collections import Counter
from collections.abc import Mapping

OTHER = "event loop and the rest"
# A sampler cannot always tell who waits from who works; in these functions nobody works.
_WAITING = re.compile(r"select \(selectors|_worker \(concurrent/futures|wait \(threading")
# In the order of the way. A function is `name (file)`; the first phase whose pattern fits counts.
PHASES: tuple[tuple[str, str], ...] = tuple(
    {
        "consume": r"aiokafka/consumer|aiokafka/record|aiokafka/protocol|aiokafka/conn|transport/",
        "names and keys": (
            r"screening/scripts/|screening/(prepared|person|description|lexicon|keys|names|tokens|readings"
            r"|traveller|variants|sounds|letters|particles|glued|rarity|document_numbers|packing"
            r"|packed_words|word_packing|known_words)\.py"
            r"|screening/compiled/(filing|keyring|name_keys|document_keys|sent|describing|lexicon"
            r"|hearing|packed_word|wordbook)\.py"
        ),
        "judging": (
            r"screening/(judging|candidates|compiled/(?!postings|places|laid|sketching|vocabulary)|score|likeness|alignment|measures"
            r"|name_evidence|birth_evidence|document_evidence|evidence|spelling|weights|gluing|kin)"
        ),
        "records of candidates": (
            r"screening/(contents|numbered|shelf|sketches|brought_up|record|recent|compiled/(p|laid|sketch|vocabulary))"
        ),
        "plan and fold": r"screening/plan\.py|manifests/",
        "route and alerts": r"streams/(route|telling|deciding|patterns|rules)\.py|\balerts/",
        "note its fate": r"streams/fates\.py",
        "Redis client": r"redis/|hiredis|msgpack|screening/asking",
        "publish": r"streams/publisher|aiokafka/producer|outgoing \(streams/screen",
        "decode and validate": r"handle \(streams/screen|model_validate_json",
        "the join's own": r"screening/",
        "edge, marks and Faust": r"streams/|faust/|mode/|aiokafka/",
    }.items()
)


def at_work(stacks: Mapping[str, int]) -> dict[str, int]:
    """Return *stacks* without those that wait."""
    return {one: n for one, n in stacks.items() if not _WAITING.search(one.rpartition(";")[2])}


def shares(stacks: Mapping[str, int]) -> dict[str, float]:
    """Return the share of each phase, in the order of the way; they add up to one."""
    counted: Counter[str] = Counter()
    for stack, count in stacks.items():
        counted[phase_of(stack)] += count
    whole = sum(counted.values())
    names = [*(name for name, _ in PHASES), OTHER]
    return {name: counted[name] / whole for name in names if counted[name]}


def phase_of(stack: str) -> str:
    """Return the phase of the innermost function that belongs to one."""
    for function in reversed(stack.split(";")):
        for name, pattern in PHASES:
            if re.search(pattern, function):
                return name
    return OTHER
