"""The `sleutelwerk` command: each subcommand is loaded only when it is called, so that the quick ones stay quick."""

from __future__ import annotations

from importlib import import_module

import click

from sleutelwerk.cli.dutch import speak_dutch

speak_dutch()

#: Subcommand -> the module that holds it and the name of the command in there.
COMMANDS = {
    "start": ("sleutelwerk.cli.start", "start"),
    "manage": ("sleutelwerk.cli.manage", "manage"),
    "route-map": ("sleutelwerk.cli.route_map", "route_map"),
    "profiles": ("sleutelwerk.cli.profiles", "profiles"),
    "knowledge": ("sleutelwerk.cli.knowledge", "knowledge"),
    "deliberation": ("sleutelwerk.cli.deliberation", "deliberation"),
    "handbook": ("sleutelwerk.cli.handbook", "handbook"),
    "audit": ("sleutelwerk.cli.audit", "audit"),
    "guard": ("sleutelwerk.cli.guard", "guard"),
    "upkeep": ("sleutelwerk.cli.upkeep", "upkeep"),
    "organisation": ("sleutelwerk.cli.organisation", "organisation"),
    "cases": ("sleutelwerk.cli.cases", "cases"),
    "keys": ("sleutelwerk.cli.keys", "keys"),
}


class LazyGroup(click.Group):
    """A group that imports a subcommand when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Name the subcommands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of a subcommand and give the command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[OPTIES]",
    subcommand_metavar="OPDRACHT …",
)
@click.version_option(package_name="sleutelwerk", prog_name="sleutelwerk", message="%(prog)s %(version)s")
def main() -> None:
    """Sleutelwerk: goed, veilig en eerlijk samenwerken met sleutelfiguren."""
