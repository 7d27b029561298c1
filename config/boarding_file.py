"""The model of boarding.yaml: what airlines are answered before boarding."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from config.files import CountryCode, PartyId, Slug, Strict

Code = Literal["0Z", "1Z", "2Z", "4Z"]
Identifier = Literal["document", "birth_date"]
Need = Literal["birth_date", "document", "nationality", "sex", "given_names"]
AgentText = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9 .,()/=!%*;<>&-]{1,70}$")]  # UNOA


class BoardingRule(Strict):
    """What it is worth that a passenger may be a listed person; every field must hold."""

    say: Literal["1Z", "2Z"]
    categories: tuple[Slug, ...] = ()
    min_severity: Literal["low", "medium", "high", "top"] = "low"
    min_score: Annotated[float, Field(ge=0, le=1)] = 0.0
    by: tuple[Identifier, ...] = ()
    min_weight: Annotated[float, Field(ge=0)] = 0.0

    @model_validator(mode="after")
    def _name_alone_keeps_nobody(self) -> "BoardingRule":
        if self.say == "1Z" and not self.by:
            raise ValueError(
                "1Z needs `by`: a name alone never keeps anybody from boarding; "
                "write by: [document, birth_date], or say 2Z"
            )
        return self


class AnsweringRow(Strict):
    """One agency that answers for flights into and out of countries."""

    agency: PartyId
    arrivals: tuple[CountryCode, ...] = ()
    departures: tuple[CountryCode, ...] = ()
    needs: tuple[Need, ...] = ()


class BoardingFile(Strict):
    """All of boarding.yaml."""

    rules: tuple[BoardingRule, ...]
    answers: tuple[AnsweringRow, ...]
    texts: dict[Code, AgentText] = {}
