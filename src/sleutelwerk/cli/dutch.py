"""Gives the words that the command-line library itself says (usage, errors, help) in Dutch."""

from __future__ import annotations

import sys

#: What click says in English -> what it says here. A test compares the keys with the installed click.
TEXTS = {
    "Usage:": "Gebruik:",
    "Options": "Opties",
    "Commands": "Opdrachten",
    "Positional arguments": "Argumenten",
    "Show this message and exit.": "Toon deze uitleg.",
    "Show the version and exit.": "Toon de versie.",
    "%(prog)s, version %(version)s": "%(prog)s, versie %(version)s",
    "Error: {message}": "Fout: {message}",
    "Try '{command} {option}' for help.": "Typ '{command} {option}' voor uitleg.",
    "Aborted!": "Gestopt.",
    "Invalid value: {message}": "Dit kan niet: {message}",
    "Invalid value for {param_hint}: {message}": "Dit kan niet bij {param_hint}: {message}",
    "Missing argument": "Er ontbreekt",
    "Missing option": "Er ontbreekt de optie",
    "Missing parameter": "Er ontbreekt",
    "Missing {param_type}": "Er ontbreekt: {param_type}",
    "Missing parameter: {param_name}": "Er ontbreekt: {param_name}",
    "Missing command.": "Zeg erbij welke opdracht u bedoelt.",
    "No such option {name!r}.": "De optie {name!r} bestaat niet.",
    "No such command {name!r}.": "De opdracht {name!r} bestaat niet.",
    "Did you mean {possibility}?": "Bedoelt u {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Bedoelt u een van deze: {possibilities}?)",
    "Got unexpected extra argument ({args})": "Dit hoort er niet bij: {args}",
    "Got unexpected extra arguments ({args})": "Dit hoort er niet bij: {args}",
    "Argument {name!r} takes {nargs} values.": "Bij {name!r} horen {nargs} waarden.",
    "Takes {nargs} values but 1 was given.": "Hier horen {nargs} waarden; er is er 1 gegeven.",
    "Takes {nargs} values but {len} were given.": "Hier horen {nargs} waarden; er zijn er {len} gegeven.",
    "{len_type} values are required, but {len_value} was given.": "Nodig: {len_type} waarden; gegeven: {len_value}.",
    "{len_type} values are required, but {len_value} were given.": "Nodig: {len_type} waarden; gegeven: {len_value}.",
    "Option {name!r} does not take a value.": "Achter {name!r} hoort geen waarde.",
    "Option {name!r} requires an argument.": "Achter {name!r} hoort een waarde.",
    "Option {name!r} requires {nargs} arguments.": "Achter {name!r} horen {nargs} waarden.",
    "Choose from:\n\t{choices}": "Kies uit:\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} is iets anders dan {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} is geen van deze: {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} is geen goed getal ({number_type}).",
    "{value} is not in the range {range}.": "{value} valt buiten {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} is geen ja of nee. Kies uit: {states}",
    "{name} {filename!r} does not exist.": "{name} {filename!r} bestaat niet.",
    "{name} {filename!r} is a file.": "{name} {filename!r} is een bestand.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} is een map.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} mag niet worden gelezen.",
    "{name} {filename!r} is not writable.": "In {name} {filename!r} mag niet worden geschreven.",
    "{name} {filename!r} is not executable.": "{name} {filename!r} mag niet worden uitgevoerd.",
    "Could not open file {filename!r}: {message}": "Het bestand {filename!r} gaat niet open: {message}",
    "unknown error": "onbekende fout",
    "file": "bestand",
    "directory": "map",
    "path": "pad",
    "env var: {var}": "omgevingsvariabele: {var}",
    "default: {default}": "standaard: {default}",
    "(dynamic)": "(wordt berekend)",
    "Do you want to continue?": "Wilt u verder?",
    "Confirm the action without prompting.": "Ga door zonder te vragen.",
    "Repeat for confirmation": "Nog een keer, ter controle",
    "Error: The two entered values do not match.": "Fout: de twee keer getypte waarden zijn niet gelijk.",
    "Error: invalid input": "Fout: dit wordt niet begrepen",
    "Press any key to continue...": "Druk op een toets om verder te gaan...",
}


def speak_dutch() -> None:
    """Let click use these texts; once for the whole process, and harmless when repeated."""
    # each module of click imports the gettext functions under these two names, and click offers no other way in
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for attribute, function in (("_", dutch), ("ngettext", dutch_number)):
                if hasattr(module, attribute):
                    setattr(module, attribute, function)


def dutch(message: str) -> str:
    """Give the Dutch text, or the English one when there is none."""
    return TEXTS.get(message, message)


def dutch_number(one: str, more: str, number: int) -> str:
    """As `dutch`, for a text that depends on a number."""
    return dutch(one if number == 1 else more)
