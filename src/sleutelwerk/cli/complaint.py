"""How a command tells in Dutch that it cannot go on."""

from __future__ import annotations

from typing import IO, Any

import click


class Complaint(click.ClickException):
    """Something that the person at the keyboard can mend; ends the command with code 2, as in 'cannot read'."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the complaint to the screen's error channel."""
        click.echo(f"Fout: {self.format_message()}", file=file, err=file is None)
