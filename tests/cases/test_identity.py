"""The identity test: who a candidate is stands nowhere outside his envelope (requirement N29).

A real site on a real installation is walked by three people, over HTTP and with real mail. Then a copy of everything
is looked through for the distinctive words that went into the envelope: each value of each table, each file of the
data folder, the logs and the letters. The same is done for a name in every free text of the example cases, whose pages
are walked too, for one in the reason with which somebody overrules the guard, and for two in what he asks about his
own file and what he is answered.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from requests import Session
from tests.audit.installations import Installation, installation
from tests.cases.searching import files_under, hidings, words_in
from tests.cases.seeded import SEED
from tests.mailroom.servers import Mailbox, mail_server

#: What goes into the envelope, and the words of it that nothing else on earth contains.
NAME, REACH, NEVER = "Zuster Hildegönda Kwarktaart", "Bel Zeekraalnummer na zessen.", "Nooit via Lepelaarpost."
REASON, AGAIN, ALSO = "Zijn afspraak bij Duindoornloket vervalt.", "Broeder Strandkrabbetje", "Ook geen Mosselapp."
#: As he is called otherwise: what was refused, sent too late, or sent to a wrong place must not stay either.
REFUSED, LATE = "Ooievaarsbekje " * 9, "Juffrouw Waterlelietje"
WORDS = (
    "Hildegönda", "Kwarktaart", "Zeekraalnummer", "Lepelaarpost", "Duindoornloket", "Strandkrabbetje", "Mosselapp",
    "Ooievaarsbekje", "Waterlelietje",
)  # fmt: skip
#: In the reason with which the guard is overruled, and in the words that it remarked on.
EXCUSE = "Grauwepieperd"
#: In what he asks about his own file, and in the answer that he gets.
WISH, ANSWER = "Zeegraswenserij", "Helmgrasantwoorderij"

BEGIN = """
from datetime import timedelta
from django.test import Client
from sleutelwerk.accounts.models import Organisation
from tests.cases.envelopes import team_of_two, with_partner
from tests.cases.seeded import seeded_examples
from tests.people import make_cast, sign_in
Organisation.objects.update(is_house=False)
cast = make_cast()
row = team_of_two(cast)
with_partner(cast, row)
print(row.pk)
print(row.candidate.pseudonym)
print(",".join(seeded_examples(cast)))
for name, ago in (("professional", 0), ("colleague", 0), ("outside_professional", 0), ("professional", 6)):
    client = Client()
    sign_in(client, cast[name], proved_ago=timedelta(minutes=ago))
    print(client.cookies["sleutelwerk_session"].value)
"""
DUMP = """
from pathlib import Path
from sleutelwerk.privacy.models import GuardException
from sleutelwerk.vault.models import Envelope
target = Path(sys.argv[2])
target.mkdir()
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor, include_views=True):
        with (target / table).open("wb") as file:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    plain = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    file.write(plain + b"\\n")
print(Envelope.objects.count())
print(GuardException.objects.exclude(kept_under="site").count())
"""
OPENS = """
from sleutelwerk.vault.models import Envelope, Opening
from sleutelwerk.vault.models.sealed import seal_of
for row in Envelope.objects.all():
    seal = seal_of(row.pk)
    print(*seal.open_contents(row.pk, bytes(row.contents)).values())
    print(*[seal.open_reason(one.pk, bytes(one.reason)) for one in Opening.objects.filter(envelope=row)])
"""


class Visitor:
    """Somebody with a browser: it keeps cookies, follows to other pages and sends forms."""

    def __init__(self, address: str, session: str) -> None:
        self._address = address
        self._browser = Session()
        self._browser.trust_env = False
        self._browser.cookies.set("sleutelwerk_session", session)

    def get(self, page: str) -> str:
        """See a page, also one that refuses."""
        return self._browser.get(self._address + page, timeout=120).text

    def send(self, page: str, to: str = "", **said: str) -> str:
        """Fill a form in, or send it elsewhere; its page is seen first, as that holds its token."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page))
        assert token, page
        return self.post(to or page, csrfmiddlewaretoken=token[1], **said)

    def post(self, page: str, **said: str) -> str:
        """Send a form as it is."""
        return self._browser.post(self._address + page, said, timeout=120).text


@contextmanager
def running(made: Installation, log: Path) -> Iterator[str]:
    """Serve an installation as an operator does, with all that it says in a file; give its address."""
    command = [
        sys.executable,
        "-m",
        "sleutelwerk",
        "start",
        "--port",
        "0",
        "--data",
        made.environment["SLEUTELWERK_DATA"],
    ]
    with log.open("wb") as file:
        server = subprocess.Popen(command, env=made.environment, stdout=file, stderr=subprocess.STDOUT)
        try:
            yield _address_in(log, server)
        finally:
            server.terminate()
            server.wait(timeout=60)


def _address_in(log: Path, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        if found := re.search(r"http://localhost:\d+", log.read_text()):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def walk(address: str, case: str, sessions: list[str]) -> None:
    """Do all that can be done with an envelope, rightly and wrongly, and look around."""
    mine, theirs, partner, late = (Visitor(address, one) for one in sessions)
    at = f"/dossiers/{case}/envelop/"
    assert "Vul een naam in" in mine.send(f"{at}inleggen/", name=" ", reach=REFUSED, never=REFUSED)
    assert LATE in late.send("/dossiers/nieuw/", f"{at}inleggen/", name=LATE, reach=LATE, never=LATE)
    mine.post(f"{at}inleggen/", name=LATE)
    mine.send("/dossiers/nieuw/", f"{at}{case}/ja/", name=LATE, lasting=LATE)
    mine.send("/dossiers/nieuw/", "/dossiers/geen/envelop/", name=LATE)
    partner.send("/dossiers/", f"{at}inleggen/", name=LATE, reach=LATE)
    partner.get(f"{at}?q={LATE.replace(' ', '+')}")
    assert "Ook u ziet niet meer" in mine.send(f"{at}inleggen/", name=NAME, reach=REACH, never=NEVER)
    assert "bleef dicht" in theirs.send(f"{at}wijzigen/naam/", name=f"{NAME} of {AGAIN}")
    assert "bleef dicht" in theirs.send(f"{at}wijzigen/nooit/", never=ALSO)
    assert LATE in late.send("/dossiers/nieuw/", f"{at}wijzigen/bereiken/", reach=LATE)
    assert "Spreek een collega" in mine.send(f"{at}vragen/", reason_text=REASON)
    question = re.search(r"/envelop/([0-9a-f-]{36})/ja/", theirs.get(at))
    assert question
    assert "nu openen" in theirs.send(at, f"{at}{question[1]}/ja/", lasting="15")
    read = mine.get(f"{at}lezen/")
    assert all(one in read for one in (NAME, REACH, NEVER, AGAIN, ALSO))
    for visitor in (mine, theirs, partner, late):
        for page in ("/mijn/", "/dossiers/", f"/dossiers/{case}/", f"/dossiers/{case}/team/", at, f"{at}lezen/"):
            visitor.get(page)
    mine.send(
        f"/dossiers/{case}/team/",
        f"/dossiers/{case}/team/partner/",
        address="niemand@voorbeeld.example",
        until="2027-06-30",
    )
    mine.send(f"{at}lezen/", f"{at}{question[1]}/dicht/")


def walk_rights(address: str, case: str, session: str) -> None:
    """Note what he asks about his own file, with a name in it, and answer him with another."""
    mine = Visitor(address, session)
    at = f"/dossiers/{case}/rechten/"
    day = str(timezone.localdate())
    mine.send(f"{at}vraag/", right="rectify", received_on=day, wants_text=f"Hij heet anders dan {WISH.lower()}.")
    question = re.search(rf"{at}([0-9a-f-]{{36}})/antwoord/", mine.get(at))
    assert question
    mine.send(f"{at}{question[1]}/antwoord/", answer_text=f"Wij schreven {ANSWER.lower()} op.")
    read = mine.get(at) + mine.get(f"{at}alles/")
    assert all(one.lower() in read for one in (WISH, ANSWER))


def walk_examples(address: str, cases: list[str], session: str) -> None:
    """See every page that an example leads to, and overrule the guard in it with a name in the reason."""
    lead = Visitor(address, session)
    for case in cases:
        at, seen, ahead = f"/dossiers/{case}/", set[str](), [f"/dossiers/{case}/"]
        found = ""
        while ahead:
            page = ahead.pop()
            seen.add(page)
            shown = lead.get(page)
            found += shown
            ahead += {one for one in re.findall(r'href="([^"#?]+)', shown) if one.startswith(at)} - seen - {*ahead}
        assert len(seen) > 5
        assert SEED in found, "what is kept can be read by whom it is for"
    said = {
        "channel": "phone", "lasted": "short", "theme": "school", "mood": "well", "safety": "asked",
        "held_on": str(timezone.localdate()), "follow_up_text": f"de imam bellen over {EXCUSE.lower()}",
        "follow_up_anyway": "on", "follow_up_reason": f"Zo heet de functie bij {EXCUSE.lower()}.",
    }  # fmt: skip
    for case in cases:  # with the key figure of one of them somebody is in contact; the others refuse it
        lead.send("/dossiers/nieuw/", f"/dossiers/{case}/contact/nieuw/", **said)
    assert any(EXCUSE.lower() in lead.get(f"/dossiers/{case}/contact/") for case in cases)


def letters_of(box: Mailbox) -> bytes:
    """Give all that was sent, with its headings."""
    return b"\n".join(letter.as_bytes() for _to, letter in box.letters)


def test_the_search_finds_a_word_however_it_is_hidden() -> None:
    word = "Hildegönda"
    missed = [how for how, data in hidings(word).items() if words_in(data, WORDS) != {word}]
    assert missed == []


@pytest.mark.django_db
def test_who_he_is_stands_nowhere_outside_his_envelope(tmp_path: Path) -> None:
    with mail_server() as box, installation(tmp_path / "data") as made:
        made.environment.update(
            PYTHONPATH=str(Path(__file__).resolve().parents[2]),
            SLEUTELWERK_SMTP_URL=box.url,
            SLEUTELWERK_MAIL_FROM="sleutelwerk@voorbeeld.example",
        )
        with running(made, tmp_path / "log") as address:
            case, pseudonym, examples, *sessions = made.run(BEGIN, UUID(int=1)).split()
            walk(address, case, sessions)
            walk_rights(address, case, sessions[0])
            walk_examples(address, examples.split(","), sessions[0])
            running_files = {f"file {name}": data for name, data in files_under(tmp_path / "data")}
            wait_for_letters(box)
        assert made.run(DUMP, UUID(int=1), tmp_path / "dump").split() == ["1", "1"]
        opened = made.run(OPENS, UUID(int=1))
        dump = {f"table {name}": data for name, data in files_under(tmp_path / "dump")}
        files = {f"file {name}": data for name, data in files_under(tmp_path / "data")}
        everything = (
            dump | files | {f"running {one}": data for one, data in running_files.items() if data != files.get(one)}
        )
        everything |= {"log": (tmp_path / "log").read_bytes(), "letters": letters_of(box)}
    assert all(word in opened for word in WORDS[:7]), "it is there, for whoever has the key"
    assert words_in(dump["table cases_candidate"], [pseudonym]), "the copy holds what a copy holds"
    assert any(name.endswith("identities.key") for name in files)
    assert b"A request was answered with 404" in everything["log"]
    assert b"Er ligt iets" in everything["letters"]
    found = {
        where: words
        for where, data in everything.items()
        if (words := words_in(data, (*WORDS, SEED, EXCUSE, WISH, ANSWER)))
    }
    assert found == {}


def wait_for_letters(box: Mailbox) -> None:
    """Wait until the invitation of the partner went out."""
    until = time.monotonic() + 60
    while not box.letters and time.monotonic() < until:
        time.sleep(0.2)
    assert box.letters
