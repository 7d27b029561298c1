"""`tocsin keys new` tells a key once, and its hash is what parties.yaml takes."""

import pytest

from access.keys import key_hash
from tests.conftest import Tocsin


def test_key_and_hash_belong_together_and_no_two_are_alike(tocsin: Tocsin) -> None:
    first, second = (tocsin("keys", "new", "--airline", "UA") for _ in range(2))
    assert first.code == 0
    said = dict(line.split(": ", 1) for line in first.out.splitlines())
    assert said["hash"].strip() == key_hash(said["key"].strip())
    assert first.out != second.out
    assert said["key"].strip() not in first.err


def test_unknown_airline_is_a_sentence(tocsin: Tocsin) -> None:
    ran = tocsin("keys", "new", "--airline", "ua")
    assert (ran.code, "did you mean 'UA'?" in ran.err) == (2, True)


def test_key_of_an_agency_has_a_role_and_says_what_to_put_where(tocsin: Tocsin) -> None:
    ran = tocsin("keys", "new", "--agency", "uk-piu", "--role", "analyst")
    said = dict(line.split(": ", 1) for line in ran.out.splitlines())
    assert ran.code == 0
    assert f'{{hash: "{said["hash"].strip()}", role: analyst}}' in ran.err
    assert said["hash"].strip() == key_hash(said["key"].strip())


def test_key_of_an_operator_says_what_to_put_where(tocsin: Tocsin) -> None:
    ran = tocsin("keys", "new", "--operator", "night-desk")
    said = dict(line.split(": ", 1) for line in ran.out.splitlines())
    assert ran.code == 0
    assert f'{{hash: "{said["hash"].strip()}", role: operator}}' in ran.err


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        ((), "--airline, --agency or --operator"),
        (("--airline", "UA", "--agency", "uk-piu"), "--airline, --agency or --operator"),
        (("--airline", "UA", "--operator", "night-desk"), "--airline, --agency or --operator"),
        (("--operator", "night-desk", "--role", "admin"), "--role"),
        (("--operator", "night-dsk"), "did you mean 'night-desk'?"),
        (("--agency", "uk-piu"), "--role"),
        (("--airline", "UA", "--role", "admin"), "--role"),
        (("--agency", "uk-piu", "--role", "operator"), "operator"),
    ],
)
def test_key_of_nobody_or_without_a_role_is_not_made(
    tocsin: Tocsin, arguments: tuple[str, ...], about: str
) -> None:
    ran = tocsin("keys", "new", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert about in ran.err
