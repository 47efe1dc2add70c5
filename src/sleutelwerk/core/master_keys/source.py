"""Where master keys come from, as the settings say it, and the master keys made of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from sleutelwerk.core.master_keys.files import EnvironmentProvider, FileProvider, parse_keys
from sleutelwerk.core.master_keys.ring import Kind, MasterKey, Provider

#: What an operator writes -> who keeps new generations.
KINDS = {
    "file": Kind.FILE,
    "environment": Kind.ENVIRONMENT,
    "pkcs11": Kind.PKCS11,
    "vault-transit": Kind.TRANSIT,
}
_ON_THIS_MACHINE = ("http://127.", "http://localhost:", "http://[::1]")


@dataclass(frozen=True, slots=True)
class Source:
    """Who keeps new generations, and how each keeper that is set is reached: older generations may lie elsewhere."""

    provider: str = "file"
    #: `name.number=hex`, with commas or white space between them.
    keys: str = field(default="", repr=False)
    module: str = ""
    token: str = ""
    pin: str = field(default="", repr=False)
    address: str = ""
    secret: str = field(default="", repr=False)
    mount: str = "transit"

    def problems(self) -> Iterator[tuple[str, str]]:
        """Name each setting that is not in order and what is wrong with it, in Dutch; no value is repeated."""
        if self.provider not in KINDS:
            yield "KEY_PROVIDER", f"moet een van deze zijn: {', '.join(KINDS)}"
        try:
            parse_keys(self.keys)
        except ValueError:
            yield "MASTER_KEYS", "moet bestaan uit naam.nummer=sleutel, elke sleutel 64 willekeurige hextekens"
        needed = {
            "environment": (("MASTER_KEYS", self.keys),),
            "pkcs11": (("PKCS11_MODULE", self.module),),
            "vault-transit": (("VAULT_URL", self.address),),
        }
        yield from ((name, "ontbreekt") for name, value in needed.get(self.provider, ()) if not value)
        yield from self._problems_of_token()
        yield from self._problems_of_server()

    def _problems_of_token(self) -> Iterator[tuple[str, str]]:
        if not self.module:
            return
        if find_spec("pkcs11") is None:
            yield "PKCS11_MODULE", "vraagt een onderdeel dat ontbreekt: installeer sleutelwerk[pkcs11]"
        if not Path(self.module).is_file():
            yield "PKCS11_MODULE", "noemt een bibliotheek die er niet is"
        yield from ((name, "ontbreekt") for name, value in self._token_needs() if not value)

    def _token_needs(self) -> tuple[tuple[str, str], ...]:
        return (("PKCS11_TOKEN", self.token), ("PKCS11_PIN", self.pin))

    def _problems_of_server(self) -> Iterator[tuple[str, str]]:
        if not self.address:
            return
        if not self.address.startswith(("https://", *_ON_THIS_MACHINE)):
            yield "VAULT_URL", "moet beginnen met https:// (zonder versleuteling alleen op deze computer zelf)"
        if not self.secret:
            yield "VAULT_TOKEN", "ontbreekt"


@lru_cache(maxsize=64)
def master_key(name: str, folder: Path, source: Source) -> MasterKey:
    """Give a master key by name. Files are always read, as what was wrapped before may lie under one."""
    return MasterKey(name, {Kind.FILE: FileProvider(folder), **_others(source)}, KINDS[source.provider])


@lru_cache(maxsize=8)
def _others(source: Source) -> dict[Kind, Provider]:
    """Make the keepers that are set, once for all names: a token has one session."""
    found: dict[Kind, Provider] = {}
    if source.keys:
        found[Kind.ENVIRONMENT] = EnvironmentProvider(parse_keys(source.keys))
    if source.module:
        from sleutelwerk.core.master_keys.tokens import TokenProvider  # noqa: PLC0415 - few need it, and starts are quick

        found[Kind.PKCS11] = TokenProvider(source.module, source.token, source.pin)
    if source.address:
        from sleutelwerk.core.master_keys.transit import TransitProvider  # noqa: PLC0415

        found[Kind.TRANSIT] = TransitProvider(source.address, source.secret, source.mount)
    return found
