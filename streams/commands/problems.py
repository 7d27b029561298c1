"""How a subcommand says that it could not do its work."""


class CommandFailed(Exception):  # noqa: N818  # says what is the case
    """One sentence for the person at the keyboard, and the exit code: 1 failed, 2 bad input."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


def no_topic(name: str) -> CommandFailed:
    """Return what to say where the broker has no such topic."""
    return CommandFailed(f"the broker has no topic {name}; run `tocsin topics apply`")
