"""Special service requests of a PNR (SSR): travel documents, addresses, seats, infants, contacts.

The texts are those of IATA's AIRIMP, parted by slashes.
"""

import re
from dataclasses import dataclass

from manifests.dates import month_named
from manifests.edifact.tokens import Segment

_CONTACT = re.compile(r"\bCTC([A-Z])[A-Z]{0,3}[ /]?", re.ASCII)
_DATE = r"[0-9]{1,2}[A-Z]{3}[0-9]{2,4}"
_INFANT = re.compile(rf"([^/]+)/(.+?)[ /]({_DATE})", re.ASCII)
# Whom an SSR is about, behind its text: -1LOVELACE/ADA (AIRIMP).
_ASSOCIATED = re.compile(r"-[0-9]{1,2}([A-Z][A-Z '-]*/[A-Z /.'-]*)[ 0-9.]*$", re.ASCII)
_AT_MOST = 160  # characters of it: names have fewer, and time is bounded
_OF_INFANTS = frozenset({"MI", "FI", "XI", "UI"})
_SEXES = _OF_INFANTS | {"M", "F", "X", "U"}
_DAY = re.compile(_DATE, re.ASCII)
_BORN = 4  # the place of the birth date among the fields of DOCS
# How mail addresses are written where @ and _ may not be.
_MAIL_SIGNS = (("//", "@"), ("..", "_"), ("./", "-"))


@dataclass(frozen=True, slots=True)
class Service:
    """One SSR: its code, its free text, the leg and the travellers that it is about."""

    code: str
    text: str
    origin: str
    destination: str
    details: tuple[tuple[str, str], ...]  # (what, traveller reference)
    named: tuple[str, str] | None = None  # surname and given names of whom it is about, if told

    @property
    def reference(self) -> str:
        """Return the reference of the traveller, empty where none is named."""
        return self.details[0][1] if self.details else ""

    @property
    def words(self) -> list[str]:
        """Return the parts of the text between slashes, the first one after the first slash."""
        parts = [one.strip() for one in self.text.split("/")]
        return parts[1:] if parts and not parts[0] else parts


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A DOCS text: /type/issuer/number/nationality/born/sex/expires/surname/given/middle."""

    type: str = ""
    issuer: str = ""
    number: str = ""
    nationality: str = ""
    born: str = ""  # YYMMDD or as written
    sex: str = ""
    expires: str = ""
    surname: str = ""
    given: str = ""
    middle: str = ""

    @property
    def named(self) -> tuple[str, str]:
        """Return surname and given names."""
        return (self.surname, f"{self.given} {self.middle}".strip())

    @property
    def of_infant(self) -> bool:
        """Say whether it is an infant's, under the reference of the adult it travels with."""
        return self.sex in _OF_INFANTS


def service(ssr: Segment) -> Service:
    """Return what the SSR says."""
    details = tuple(
        (one[0].strip(), one[2].strip() if len(one) > 2 else "") for one in ssr.elements[2:] if one
    )
    text = ":".join(ssr.components(1)[8:]).strip()
    before = max(len(text) - _AT_MOST, 0)
    named = _ASSOCIATED.search(text[before:])
    family, _, given = named[1].partition("/") if named else ("", "", "")
    return Service(
        code=ssr.at(1).upper(),
        text=text[: before + named.start()] if named else text,
        origin=ssr.at(1, 6),
        destination=ssr.at(1, 7),
        details=details,
        named=(family.strip(), given.strip()) if named else None,
    )


def document_text(words: list[str]) -> DocumentText:
    """Return the fields of a DOCS text; blanks that a wrapped line left in codes are taken out."""
    padded = [*_in_place(words), *[""] * 10][:10]
    kind, issuer, number, nationality, born, sex, expires = (
        "".join(one.split()) for one in padded[:7]
    )
    born, expires = month_named(born), month_named(expires)
    return DocumentText(kind, issuer, number, nationality, born, sex.upper(), expires, *padded[7:])


def passport_text(words: list[str]) -> DocumentText:
    """Return the fields of a PSPT text, as before DOCS: /number/issuer/born/surname/given/sex."""
    number, issuer, born, family, given, sex, *_ = [*words, *[""] * 6]
    return DocumentText(
        type="P",
        issuer=issuer,
        number=number,
        born=month_named(born),
        sex=sex.upper(),
        surname=family,
        given=given,
    )


def _in_place(words: list[str]) -> list[str]:
    """Return the fields with the birth date in its place, where some before it were left out.

    What stands before it names the document: its number is the last one that holds a digit.
    """
    born = next((at for at in range(len(words) - 1) if _is_birth(*words[at : at + 2])), _BORN)
    if born >= _BORN:
        return words
    before = words[:born]
    digits = [at for at, one in enumerate(before) if any(c.isdigit() for c in one)]
    number = digits[-1] if digits else len(before)
    kind = before[0] if number and len(before[0]) == 1 else ""
    issuer = next((one for one in before[:number] if len(one) in (2, 3)), "")
    named = before[number] if digits else ""
    nationality = next(iter(before[number + 1 :]), "")
    return [kind, issuer, named, nationality, *words[born:]]


def _is_birth(day: str, sex: str) -> bool:
    return bool(_DAY.fullmatch("".join(day.split()).upper())) and sex.strip().upper() in _SEXES


def infant(text: str) -> tuple[str, str, str] | None:
    """Return surname, given names and YYMMDD of birth out of an INFT text."""
    found = _INFANT.match(text.strip().lstrip("/"))
    return (found[1].strip(), found[2].strip(), month_named(found[3])) if found else None


def contact(text: str) -> tuple[str, str] | None:
    """Return `email` or `phone` and its value out of a CTC text, None where it holds none."""
    found = _CONTACT.search(text)
    if found is None:
        return None
    said = text[found.end() :].strip(" /")
    if found[1] != "E":
        return ("phone", said) if any(one.isdigit() for one in said) else None
    for written, sign in _MAIL_SIGNS:
        said = said.replace(written, sign)
    return ("email", said) if "@" in said else None
