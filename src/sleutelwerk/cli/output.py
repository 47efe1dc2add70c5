"""What all commands share: findings as compilers show them, JSON, exit codes, progress, and never a traceback."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.core.findings import Finding, Severity, has_errors

_Command = TypeVar("_Command", bound=Callable[..., Any])
_JSON = "sleutelwerk.json"
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}


class ExitCode(IntEnum):
    """What a command tells the shell."""

    FINE = 0
    FINDINGS = 1
    UNREADABLE = 2
    INTERRUPTED = 130


class Refused(Exception):
    """A command cannot go on; `findings` say why, and `code` is what the shell gets."""

    def __init__(self, findings: Sequence[Finding], code: ExitCode = ExitCode.FINDINGS) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)
        self.code = code


class Guarded(click.Group):
    """A group whose commands always end in words: findings where content is wrong, a plain message otherwise."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        _prepare_streams()
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            return super().invoke(ctx)
        except Refused as refused:
            show_findings(refused.findings)
            ctx.exit(refused.code)
        except Complaint as complaint:
            _complain(ctx, complaint)
        except KeyboardInterrupt:
            say("\nGestopt.", err=True)
            ctx.exit(ExitCode.INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # a user can do nothing with a traceback, and must not be left without a word
            if os.environ.get("SLEUTELWERK_TRACEBACK"):
                raise
            _unexpected(error)


def _complain(ctx: click.Context, complaint: Complaint) -> NoReturn:
    """Leave it to click to tell, unless a program asked for JSON: that gets its answer beside the words."""
    if not wants_json():
        raise complaint
    complaint.show()
    write_json("findings/1", {"findings": [_complaint_data(complaint)]})
    ctx.exit(complaint.exit_code)


def _complaint_data(complaint: Complaint) -> dict[str, Any]:
    """Give a complaint the shape of a finding: it stands in no file, so it has no name and begins at the beginning."""
    where = {"file": "", "line": 1, "column": 1}
    return {**where, "severity": "error", "code": "cannot-go-on", "message": complaint.format_message(), "mend": ""}


def _unexpected(error: Exception) -> NoReturn:
    raise Complaint(
        f"Hier kan Sleutelwerk niet mee overweg ({type(error).__name__}). Dat is een fout in Sleutelwerk, niet van u.\n"
        "Zet SLEUTELWERK_TRACEBACK=1 voor de opdracht en stuur wat u dan ziet aan wie Sleutelwerk bij u onderhoudt."
    ) from error


def _prepare_streams() -> None:
    """Let characters that a terminal does not have become '?', instead of an error halfway."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def json_option(command: _Command) -> _Command:
    """Add `--json`; `wants_json()` tells whether it was given."""

    def remember(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - the signature is click's
        ctx.meta[_JSON] = value

    option = click.option(
        "--json", is_flag=True, expose_value=False, callback=remember, help="Geef het antwoord als JSON."
    )
    return option(command)


def wants_json() -> bool:
    """Tell whether the present command was asked for JSON."""
    return bool(click.get_current_context().meta.get(_JSON))


class Painted(str):
    """Text that carries its own colours."""

    __slots__ = ()


def paint(text: str, **style: Any) -> Painted:
    """Give text a colour or weight; click leaves it out where the output is no terminal."""
    return Painted(click.style(visible(text), **style))


def visible(text: str) -> str:
    """Replace what could steer a terminal: texts come from files that anyone may have written."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def say(*parts: str, err: bool = False, newline: bool = True) -> None:
    """Print a line."""
    click.echo("".join(part if isinstance(part, Painted) else visible(part) for part in parts), err=err, nl=newline)


def write_json(schema: str, data: dict[str, Any]) -> None:
    """Print the answer of a command as JSON; `schema` names its shape (docs/reference/command-line.md)."""
    kept = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)  # exact counts of routes may have thousands of digits
    try:
        say(json.dumps({"schema": f"sleutelwerk/cli/{schema}", **data}, ensure_ascii=False, indent=2))
    finally:
        sys.set_int_max_str_digits(kept)


def finding_data(finding: Finding) -> dict[str, Any]:
    """Give a finding as plain data."""
    return {
        "file": near(finding.file),
        "line": finding.position.line,
        "column": finding.position.column,
        "severity": finding.severity.name.lower(),
        "code": finding.code,
        "message": finding.message,
        "mend": finding.mend,
    }


def show_findings(findings: Iterable[Finding]) -> None:
    """Print findings: as JSON if asked for, otherwise a line that editors understand and one with the mending."""
    if wants_json():
        write_json("findings/1", {"findings": [finding_data(finding) for finding in findings]})
        return
    for finding in findings:
        where = f"{near(finding.file)}:{finding.position.line}:{finding.position.column}: "
        severity = paint(finding.severity, fg=_COLOURS[finding.severity], bold=True)
        say(paint(where, bold=True), severity, f" [{finding.code}] {finding.message}")
        if finding.mend:
            say(f"    {finding.mend}")


def exit_code(findings: Sequence[Finding], *, strict: bool = False) -> ExitCode:
    """Only errors count as findings, unless strict: then warnings do too. Hints never do."""
    warned = strict and any(finding.severity is Severity.WARNING for finding in findings)
    return ExitCode.FINDINGS if warned or has_errors(list(findings)) else ExitCode.FINE


def leave(code: ExitCode) -> NoReturn:
    """End the present command."""
    click.get_current_context().exit(code)


def near(file: str) -> str:
    """Write a file name as seen from the present folder, if it lies in there."""
    try:
        return str(Path(file).absolute().relative_to(Path.cwd()))
    except (OSError, ValueError):
        return file


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on stderr what is going on when it takes more than a second; on a terminal also for how long."""
    done = threading.Event()
    started = time.monotonic()
    moving = sys.stderr.isatty()

    def tell() -> None:
        if done.wait(1.0):
            return
        click.echo(f"{what} …", err=True, nl=not moving)
        while moving and not done.wait(1.0):
            click.echo(f"\r{what} … {time.monotonic() - started:.0f} s", err=True, nl=False)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        if moving and time.monotonic() - started > 1.0:
            blank = " " * (len(what) + 12)
            click.echo(f"\r{blank}\r", err=True, nl=False)
