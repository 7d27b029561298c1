"""Special service requests of a PNR (SSR): travel documents, addresses, seats, infants, contacts.

The texts are those of IATA's AIRIMP, parted by slashes.
"""

import re
from dataclasses import dataclass

from manifests.dates import month_named
from manifests.edifact.tokens import Segment

_CONTACT = re.compile(r"\bCTC([A-Z])[A-Z]{0,3}[ /]?", re.ASCII)
_INFANT = re.compile(r"([^/]+)/(.+?)[ /]([0-9]{1,2}[A-Z]{3}[0-9]{2,4})", re.ASCII)
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
    def of_infant(self) -> bool:
        """Say whether it is an infant's, under the reference of the adult it travels with."""
        return self.sex in ("MI", "FI", "XI", "UI")


def service(ssr: Segment) -> Service:
    """Return what the SSR says."""
    details = tuple(
        (one[0].strip(), one[2].strip() if len(one) > 2 else "") for one in ssr.elements[2:] if one
    )
    return Service(
        code=ssr.at(1).upper(),
        text=":".join(ssr.components(1)[8:]).strip(),
        origin=ssr.at(1, 6),
        destination=ssr.at(1, 7),
        details=details,
    )


def document_text(words: list[str]) -> DocumentText:
    """Return the fields of a DOCS text; blanks that a wrapped line left in codes are taken out."""
    padded = [*words, *[""] * 10][:10]
    kind, issuer, number, nationality, born, sex, expires = (
        "".join(one.split()) for one in padded[:7]
    )
    born, expires = month_named(born), month_named(expires)
    return DocumentText(kind, issuer, number, nationality, born, sex.upper(), expires, *padded[7:])


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
