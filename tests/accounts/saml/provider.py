"""A real SAML provider in a process of its own, on pysaml2: strict with our requests, and able to misbehave on request.

Started as `python provider.py`; it prints its address. `GET /metadata` gives what an administrator hands over.
`POST /control` takes JSON that changes what it does: `service` (our metadata), `person` (name id and attributes),
`level`, `format`, `seconds_ago` (since somebody signed in there), `before_signing` (changes to the answer: path,
attribute or empty, value), `after_signing` (the same), `sign` (Assertion, Response or nothing), `stranger` (sign with
another key), `method` (another signature). It answers with a page whose button sends the form, as providers do.

Signing is done with xmlsec here and not by pysaml2, which would need a program beside it.
"""

from __future__ import annotations

import base64
import html
import importlib
import json
import sys
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from lxml import etree
from saml2 import BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.md import EntityDescriptor
from saml2.metadata import do_idpsso_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server

#: Its own types leave most of it out.
xmlsec: Any = importlib.import_module("xmlsec")
NAMES = {
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}
METHODS = {
    "": (xmlsec.Transform.RSA_SHA256, xmlsec.Transform.SHA256),
    "sha1": (xmlsec.Transform.RSA_SHA1, xmlsec.Transform.SHA1),
}
Change = tuple[str, str, str | None]


class Provider:
    """The provider and what it was told."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self._key, self._cert = make_key(folder, "own")
        self._strangers_key, _ = make_key(folder, "stranger")
        self.wishes: dict[str, Any] = {}
        self._server: Server | None = None
        self._lock = threading.Lock()

    def _config(self) -> IdPConfig:
        services = [self.wishes["service"]] if self.wishes.get("service") else []
        return IdPConfig().load(
            {
                "entityid": f"{self.address}/metadata", "xmlsec_binary": sys.executable,
                "key_file": str(self._key), "cert_file": str(self._cert), "metadata": {"inline": services},
                "service": {
                    "idp": {
                        "endpoints": {"single_sign_on_service": [(f"{self.address}/sso", BINDING_HTTP_REDIRECT)]},
                        "want_authn_requests_signed": True,
                        "name_id_format": [NAMEID_FORMAT_PERSISTENT],
                    }
                },
            }
        )  # fmt: skip

    def metadata(self) -> str:
        """Give what an administrator hands over."""
        config = self._config()
        certificate = "".join(self._cert.read_text("ascii").strip().splitlines()[1:-1])
        made = EntityDescriptor(entity_id=config.entityid)
        made.idpsso_descriptor = do_idpsso_descriptor(config, [certificate])
        return str(made)

    def tell(self, wishes: dict[str, Any]) -> None:
        """Change what it does."""
        with self._lock:
            self.wishes = wishes
            self._server = Server(config=self._config())

    def answer(self, query: dict[str, str]) -> tuple[str, str, str]:
        """Check a request and give where the answer goes, the answer in base64 and the relay state."""
        with self._lock:
            assert self._server is not None, "no service is known"
            asked = self._server.parse_authn_request(
                query["SAMLRequest"],
                BINDING_HTTP_REDIRECT,
                query.get("RelayState"),
                query["SigAlg"],
                query["Signature"],
            )
            request = asked.message
            person, ago = self.wishes["person"], timedelta(seconds=self.wishes.get("seconds_ago", 0))
            made = self._server.create_authn_response(
                person["attributes"], request.id, request.assertion_consumer_service_url, request.issuer.text,
                name_id=NameID(format=self.wishes.get("format", NAMEID_FORMAT_PERSISTENT), text=person["name_id"]),
                authn={
                    "class_ref": self.wishes["level"],
                    "authn_instant": int((datetime.now(UTC) - ago).timestamp()),
                },
                sign_response=False, sign_assertion=False,
            )  # fmt: skip
        document = etree.fromstring(str(made).encode())
        change(document, self.wishes.get("before_signing", []))
        if self.wishes.get("sign", "Assertion"):
            self._sign(document, self.wishes.get("sign", "Assertion"))
        change(document, self.wishes.get("after_signing", []))
        packed = base64.b64encode(etree.tostring(document)).decode()
        return str(request.assertion_consumer_service_url), packed, query.get("RelayState", "")

    def _sign(self, document: Any, what: str) -> None:
        signature, digest = METHODS[self.wishes.get("method", "")]
        signed = document if what == "Response" else document.find(f".//saml:{what}", NAMES)
        template = xmlsec.template.create(document, xmlsec.Transform.EXCL_C14N, signature, ns="ds")
        reference = xmlsec.template.add_reference(template, digest, uri=f"#{signed.get('ID')}")
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
        signed.find("saml:Issuer", NAMES).addnext(template)
        xmlsec.tree.add_ids(document, ["ID"])
        context = xmlsec.SignatureContext()
        key = self._strangers_key if self.wishes.get("stranger") else self._key
        context.key = xmlsec.Key.from_file(str(key), xmlsec.KeyFormat.PEM)
        context.sign(template)


def change(document: Any, changes: list[Change]) -> None:
    """Change attributes or texts; None takes an attribute, or without one the element, away."""
    for path, attribute, value in changes:
        for element in document.xpath(path, namespaces=NAMES):
            if attribute and value is None:
                element.attrib.pop(attribute, None)
            elif attribute:
                element.set(attribute, value)
            elif value is None:
                element.getparent().remove(element)
            else:
                element.text = value


def make_key(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a key with its certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    files = folder / f"{name}.pem", folder / f"{name}.crt"
    files[0].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    files[1].write_bytes(made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    return files


class Handler(BaseHTTPRequestHandler):
    """Answers a browser, and whoever tells the provider what to do."""

    provider: Provider

    def do_GET(self) -> None:
        """Give the metadata, or sign somebody in."""
        parts = urlsplit(self.path)
        if parts.path == "/metadata":
            self._send(200, "application/samlmetadata+xml", self.provider.metadata())
            return
        try:
            address, packed, state = self.provider.answer(dict(parse_qsl(parts.query)))
        except Exception as problem:  # noqa: BLE001 - whatever it is, the test shall see it
            self._send(400, "text/plain", repr(problem))
            return
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
            for name, value in (("SAMLResponse", packed), ("RelayState", state))
        )
        page = f"<h1>Dit is de provider</h1><form method=post action='{html.escape(address)}'>{hidden}"
        self._send(200, "text/html", f"<!doctype html><html lang=nl>{page}<button>Ga verder</button></form></html>")

    def do_POST(self) -> None:
        """Take what it is told."""
        self.provider.tell(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._send(200, "application/json", "{}")

    def _send(self, status: int, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def main() -> None:
    """Serve on a free port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, tempfile.TemporaryDirectory() as folder:
        address = f"http://127.0.0.1:{server.server_address[1]}"
        Handler.provider = Provider(address, Path(folder))
        print(address, flush=True)  # noqa: T201 - this is how it tells where it is
        server.serve_forever()


if __name__ == "__main__":
    main()
