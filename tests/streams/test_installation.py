"""What `tocsin up` makes of the topics of a broker, and says of them."""

import os

from access.parties import parties_of
from config.files import PartiesFile, read_yaml
from config.settings import from_environ
from streams.installation import Installation, Processes, applied
from streams.topics import Grant
from tests.running import Site
from tests.streams.administering import AdminWithoutAuthorizer

LETS_ANYBODY = "the broker has no authorizer, so any user may do anything"


def test_a_broker_that_checks_no_grants_is_told_of_and_worked_with() -> None:
    grant = Grant("User:UA", "topic", "manifests.UA", "WRITE")
    report = applied(AdminWithoutAuthorizer(), [], [grant])
    (warning,) = report.warnings
    assert warning.startswith(LETS_ANYBODY)


def test_what_an_operator_should_look_at_is_told(site: Site) -> None:
    environ = {**os.environ, **site.variables, "TOCSIN_KAFKA__PARTITIONS": "8"}
    settings = from_environ(environ)
    parties = parties_of(read_yaml(settings.parties_file, PartiesFile))
    installation = Installation(settings, parties, Processes(workers=1), environ=environ)
    with installation:
        told = installation.told
    assert any(one.startswith("warning: ") and "4 partitions, not 8" in one for one in told)
    assert not installation.log_folder.exists()
