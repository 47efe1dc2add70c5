"""Every query takes whoever looks, or something that was found for him; each that does not stands below, with why.

What is read here is the source of all rooms; tests/architecture/viewers.py says how. That no address opens what is
another organisation's, whoever types it, is tried in tests/access.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from tests.architecture.source import Package
from tests.architecture.viewers import ACTOR, FINDS, Viewers

#: Reads nothing of its own: it asks what it is told, and whoever tells it is judged.
TOOLS = {
    "sql.queries.ask": "Asks what its caller wrote out as SQL.",
    "sql.queries.ask_often": "Asks what its caller wrote out as SQL.",
    "sql.queries.do": "Does what its caller wrote out as SQL.",
    "sql.queries.rows_of": "Asks what its caller wrote out as SQL, for whole rows.",
}
#: The same for everybody who visits the site, whoever he is; anything may use it.
EVERYBODY = {
    "accounts.queries.organisations.house": "Which organisation the site is of: it stands on every page.",
    "audit.queries.chains.trusted_keys": "The public keys with which an outsider verifies an export.",
    "audit.queries.streams.one_moment": "Reads no row: what is read within it is of one moment.",
    "knowledge.queries.articles.published_overlay": "The published articles of the house.",
    "knowledge.queries.documents.documents": "What everybody may know of the documents.",
    "knowledge.queries.documents.is_composed": "Whether a document was made from the content of today.",
    "publishing.queries.chosen_closed": "Which kinds of content the house closed.",
}
#: For all organisations at once: for jobs and commands only.
FOR_ALL = {
    "accounts.queries.organisations.all_organisations": "The commands list them and choose one.",
    "accounts.queries.reviews.overdue": "The nightly job closes accounts that nobody reviewed.",
    "accounts.queries.reviews.unused": "The nightly job closes accounts that nobody uses.",
    "audit.queries.chains.chains": "Every chain is verified, signed and purged in its turn.",
    "audit.queries.chains.grown_chains": "The hourly job signs the heads of chains that grew.",
    "cases.queries.decision.rejected": "The nightly job forgets whom somebody said no to.",
    "cases.queries.examples.examples_due": "The nightly job removes examples whose day has come.",
    "cases.queries.undecided.undecided": "The nightly job forgets candidates of whom nothing came.",
    "knowledge.queries.requests.queues": "The daily job reminds the reviewers of every organisation.",
    "mailroom.queries.waiting": "The job that sends letters.",
    "publishing.queries.grants_ending": "The daily job tells readers that their access ends.",
    "publishing.queries.grants_over": "The daily job closes access that ended.",
    "publishing.queries.people_with_access": "The nightly job closes accounts of readers without access.",
    "vault.queries.generations.keys_of": "A command counts and rotates the keys; nothing is opened.",
}
#: Before there is a viewer, or where somebody shows by a secret who he is; with the only places that may use it.
FROM = {
    "accounts.queries.links.link_in_hand": (
        "The link that somebody opened by its secret: its key is in his own session, where only the server writes.",
        ["accounts.views.links"],
    ),
    "accounts.queries.links.usable_link": (
        "By the secret of a link in a letter.", ["accounts.views.links", "accounts.views.own_details"],
    ),
    "accounts.queries.organisations.set_up_link_waits": (
        "Yes or no, as the server starts: whether the first link is still to be printed.", ["config.server"],
    ),
    "accounts.queries.people.is_address_taken": (
        "Yes or no, to whoever holds a set-up link.", ["accounts.forms.set_up.FounderForm"],
    ),
    "accounts.queries.providers.account_by_id": (
        "Signing in: the account that the provider just proved, by its key in his own session.",
        ["accounts.views.sso.sso_link", "accounts.views.sso_journey"],
    ),
    "accounts.queries.providers.is_address_known": (
        "Signing in: yes or no, after the provider proved the address.", ["accounts.actions.sign_in_with_provider"],
    ),
    "accounts.queries.providers.provider_by_slug": (
        "Signing in: where to send somebody.",
        ["accounts.views.saml", "accounts.views.sso", "accounts.views.sso_journey"],
    ),
    "accounts.queries.providers.provider_for_address": (
        "Signing in: where to send somebody, by the address that he typed.", ["accounts.views.sso.sso_start"],
    ),
    "accounts.queries.readers.account_of_mailbox": (
        "Whoever asks for access or vouches showed by a secret that this mailbox is his.",
        ["knowledge.actions.requests.confirm_address", "knowledge.actions.requests.vouch"],
    ),
    "deliberation.queries.after.door_at": (
        "By the secret of the page on which the table checks the draft.", ["deliberation.views.checking"],
    ),
    "deliberation.queries.live.seat_of": (
        "By the secret in the cookie of a device; the deliberation named can only make it find less.",
        ["deliberation.views.room"],
    ),
    "deliberation.queries.live.listener_for": (
        "By the secret in the cookie of a device, of a stream.", ["deliberation.live.domain.admit"],
    ),
    "deliberation.queries.live.standing_of": (
        "What the streams carry: each slice goes to the devices of its audience that were admitted to it.",
        ["deliberation.live.domain"],
    ),
    "deliberation.queries.live.versions_of": (
        "Numbers only, of the sessions that somebody is admitted to.", ["deliberation.live.domain.versions"],
    ),
    "deliberation.queries.logins.leads_now": (
        "Yes or no, about the session of the request itself.", ["config.private_area"],
    ),
    "deliberation.queries.logins.login_stands": (
        "Yes or no, about the sign-in with which a desk was taken.", ["deliberation.queries.live._still_leads"],
    ),
    "knowledge.queries.requests.running_request": (
        "Whether a mailbox asked already; what is said to the asker is the same.", ["knowledge.actions.requests"],
    ),
    "knowledge.queries.requests.usable_link": (
        "By the secret of a link in a letter.", ["knowledge.actions.renewal", "knowledge.views.asking"],
    ),
    "mailroom.queries.given_up": (
        "A number, to the administrator and the FG of the house, who keep the mail of the whole site going.",
        ["home.queries.attention._of_accounts", "home.queries.oversight._exceptions"],
    ),
    "mailroom.queries.unsent": (
        "What an administrator of the house passes on by hand without a mail server. The room knows no viewers.",
        ["home.queries.attention._of_accounts", "home.views.outbox"],
    ),
    "publishing.queries.live_grant_of_address": (
        "Whether a mailbox has access already; what is said to the asker is the same.", ["knowledge.actions.requests"],
    ),
    "upkeep.queries.jobs": (
        "Which jobs ran when, of the whole site: for the operator, and the FG of the house.",
        ["cli.upkeep", "home.queries.oversight._exceptions"],
    ),
}  # fmt: skip
OTHERS = {**TOOLS, **FOR_ALL, **FROM}
#: Where what asks by a key is named and called by others, each with why its key is found all the same.
PASSED_ON = {
    "audit.queries.verification._run": "Its own process asks of the chain that this function was given.",
    "home.queries.oversight._OPENS": "Chosen by a row of `exceptions_visible_to` and called with its keys.",
}
#: Makes a row of its own that is nobody's, with why.
MAY_MAKE = {"accounts.forms.fields.MethodForm": "An account that is never kept, to compare a new password with."}


@pytest.fixture(scope="module")
def viewers() -> Viewers:
    """Read all rooms once."""
    return Viewers(Package(Path(__file__).parents[2] / "src" / "sleutelwerk"), EVERYBODY, OTHERS, PASSED_ON)


def test_every_query_takes_a_viewer_or_says_why_not(viewers: Viewers) -> None:
    assert viewers.unlisted() == []


def test_every_reason_is_still_needed(viewers: Viewers) -> None:
    assert viewers.stale() == []
    assert len(OTHERS) == len(TOOLS) + len(FOR_ALL) + len(FROM), "one of them stands in two tables"


def test_no_key_that_rows_are_asked_by_comes_from_outside(viewers: Viewers) -> None:
    assert viewers.from_outside() == []


def test_what_reads_for_all_organisations_is_used_by_jobs_and_commands_only(viewers: Viewers) -> None:
    assert viewers.not_behind(FOR_ALL) == []


@pytest.mark.parametrize("name", FROM)
def test_what_reads_before_there_is_a_viewer_is_used_there_only(viewers: Viewers, name: str) -> None:
    places = FROM[name][1]
    assert viewers.beyond(name, places) == []
    assert [place for place in places if not viewers.uses(name, [place])] == [], "uses it no more: leave it out"


def test_an_actor_is_made_of_an_account_only(viewers: Viewers) -> None:
    """Otherwise a viewer could be made up, and every query would believe it."""
    makes = viewers.package.mentioned_in[ACTOR]
    assert [one.full for one in makes if viewers.calls(one, ACTOR)] == [
        "accounts.queries.actors.actor_for", "accounts.queries.actors.actor_by",
    ]  # fmt: skip


def test_enough_is_judged(viewers: Viewers) -> None:
    """So that a change of names does not silently leave everything out."""
    judged = [one for one in viewers.package.defined.values() if one.layer == "queries" and one.function]
    assert len([one for one in judged if viewers.takes_viewer(one)]) > 200
    assert {"cases.queries.cases.OpenCase", "cases.models.case.Case", ACTOR} <= viewers.handed


def made_up(viewers: Viewers) -> set[str]:
    """Name what makes a row, or what holds one, elsewhere than where rows are asked for and changed."""
    used = {(one, full) for full in viewers.handed for one in viewers.package.mentioned_in.get(full, ())}
    return {one.full for one, full in used if one.layer not in FINDS and viewers.calls(one, full)}


def test_no_row_is_made_up(viewers: Viewers) -> None:
    """So that having a row proves a look."""
    assert made_up(viewers) == set(MAY_MAKE)


#: A room of which everything is as it should be, to plant something wrong in.
FINE = {
    "accounts/rules/actors.py": "class Actor: ...\n",
    "sql/queries.py": "def ask(sql): connection.cursor()\n",
    "cases/models.py": "class Case(models.Model): ...\n",
    "cases/queries/cases.py": """
        from sleutelwerk.accounts.rules.actors import Actor
        from sleutelwerk.cases.models import Case
        class OpenCase:
            row: Case
        def case_for(viewer: Actor, case: UUID) -> OpenCase: return Case.objects.get(viewer, case)
        def notes_of(found: OpenCase): return Case.objects.filter(case=found.row)
        def held_back(case: UUID) -> bool: return Case.objects.filter(pk=case).exists()
        def content(): return Case.objects.filter(public=True)
        def due(): return Case.objects.all()
        def by_secret(secret: str) -> Case: return Case.objects.get(secret=secret)
        def sum_of(one: int, other: int) -> int: return one + other
    """,
    "cases/actions/cases.py": """
        from sleutelwerk.cases.queries.cases import case_for, due, held_back
        def delete_case(actor: Actor, case: UUID):
            found = case_for(actor, case)
            held_back(found.row.pk)
        def forget_due(now):
            for row in due(): held_back(row.pk)
    """,
    "cases/tasks.py": """
        from sleutelwerk.cases.actions.cases import forget_due
        def forget(now): forget_due(now)
    """,
    "cases/views/cases.py": """
        from sleutelwerk.cases.actions.cases import delete_case
        from sleutelwerk.cases.queries.cases import case_for, content, held_back
        def show(request: HttpRequest, case: UUID):
            found, now = case_for(actor_of(request), case), 1
            held_back(found.row.pk)
            delete_case(actor_of(request), case)
            content()
    """,
    "cases/views/door.py": """
        from sleutelwerk.cases.queries.cases import by_secret
        def door(request: HttpRequest, secret: str): by_secret(secret)
    """,
}
C = "cases.queries.cases"


def wrong_in(folder: Path, planted: str, source: str) -> set[str]:
    """Write the room with something planted, and say all that is wrong in it."""
    head = f"from sleutelwerk.{C} import *\n" if not planted else ""
    for path, text in {**FINE, planted: head + source}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dedent(text))
    others = {"sql.queries.ask", f"{C}.due", f"{C}.by_secret"}
    found = Viewers(Package(folder), {f"{C}.content"}, others)
    beyond = found.beyond(f"{C}.by_secret", ["cases.views.door"])
    return {*found.unlisted(), *found.stale(), *found.from_outside(), *found.not_behind([f"{C}.due"]), *beyond}


IMPORT = f"from sleutelwerk.{C} import OpenCase, by_secret, case_for, content, due, held_back, notes_of\n"


def test_a_room_as_it_should_be_passes(tmp_path: Path) -> None:
    assert wrong_in(tmp_path, "cases/queries/more.py", "") == set()


@pytest.mark.parametrize(
    "source",
    [
        "def all_of(): return Case.objects.all()",
        "def named(title: str): return Case._default_manager.filter(title=title)",
        "def all_of(): return _rows()\ndef _rows(): return Case.objects.all()",
        "from sleutelwerk.sql.queries import ask\ndef all_of(): return ask('SELECT 1')",
        "from sleutelwerk.sql import queries\ndef all_of(): return queries.ask('SELECT 1')",
        "from sleutelwerk.sql.queries import ask\nclass Q:\n    def of(_): ask(1)\nALL = Q()\ndef all_of(): ALL.of()",
        IMPORT + "def known(secret: str): return by_secret(secret).title",
        IMPORT + "def waiting(): return len(due())",
        "from sleutelwerk.cases.models import Case\ndef kept(kind: type[Case]): return kind.objects.all()",
    ],
)
def test_a_planted_query_without_a_viewer_is_caught(tmp_path: Path, source: str) -> None:
    assert {one.rpartition(".")[2] for one in wrong_in(tmp_path, "cases/queries/more.py", source)} & {
        "all_of", "named", "known", "waiting", "kept",
    }  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        IMPORT + "def mine(viewer: 'Actor | None', case: UUID): return held_back(case_for(viewer, case).row.pk)",
        IMPORT + "def mine(found: OpenCase): return Case.objects.filter(case=found.row)",
        IMPORT + "def told(): return content()",
        IMPORT + "def stays(case: UUID): return held_back(case)",
    ],
)
def test_a_query_with_a_viewer_is_let_alone(tmp_path: Path, source: str) -> None:
    planted = f"from sleutelwerk.accounts.rules.actors import Actor\n{source}"
    assert wrong_in(tmp_path, "cases/queries/more.py", planted) == set()


KEYS = [
    "def page(request: HttpRequest, case: UUID): held_back(case)",
    "def page(request: HttpRequest, case: UUID): held_back(case=case)",
    "def page(request: HttpRequest): held_back(UUID(request.GET['case']))",
    "def page(request: HttpRequest): held_back(Form(request.POST).cleaned_data['case'])",
    "def page(request: HttpRequest): held_back(request.session['case'])",
    "def page(request: HttpRequest, case: UUID):\n    key = case\n    held_back(key)",
    "def page(request: HttpRequest, cases: list[UUID]):\n    for key in cases: held_back(key)",
    "def page(request: HttpRequest, case: UUID): return any(held_back(key) for key in [case])",
    "def page(request: HttpRequest, case: UUID): _part(case)\ndef _part(case: UUID): held_back(case)",
    "def page(request: HttpRequest, case: UUID): held_back(_same(case))\ndef _same(key: UUID): return key",
    "def page(request: HttpRequest, case: UUID): held_back(Case(pk=case).pk)",
    "def page(request: HttpRequest): _done(held_back)",
    "class Form:\n    def clean(self): held_back(self.data['case'])",
]


@pytest.mark.parametrize("source", KEYS)
def test_a_planted_key_from_outside_is_caught(tmp_path: Path, source: str) -> None:
    planted = f"{IMPORT}from sleutelwerk.cases.models import Case\n{source}"
    assert any("cases.views.more." in one for one in wrong_in(tmp_path, "cases/views/more.py", planted))


def test_a_planted_key_is_followed_through_an_action(tmp_path: Path) -> None:
    action = IMPORT + "def throw_away(actor: Actor, case: UUID): held_back(case)"
    assert wrong_in(tmp_path, "cases/actions/more.py", action) == set()
    view = "from sleutelwerk.cases.actions.more import throw_away\ndef page(request, case: UUID): throw_away(1, case)"
    assert wrong_in(tmp_path, "cases/views/more.py", view) == {
        "cases.views.more.page gives cases.actions.more.throw_away as case: case",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("cases/views/more.py", IMPORT + "def page(request): due()"),
        ("cases/views/more.py", "from sleutelwerk.cases.actions.cases import forget_due\ndef page(_): forget_due(1)"),
        ("config/more.py", f"from sleutelwerk.core.later import later\ndue = later('sleutelwerk.{C}.due')"),
        ("cases/queries/more.py", IMPORT + "def mine(found: OpenCase): return due()"),
        ("cases/actions/more.py", IMPORT + "def act(actor: OpenCase): return due()"),
        ("cases/views/more.py", IMPORT + "def page(request, secret: str): by_secret(secret)"),
    ],
)  # fmt: skip
def test_what_is_open_for_some_is_caught_elsewhere(tmp_path: Path, place: str, source: str) -> None:
    assert wrong_in(tmp_path, place, source)


def test_a_reason_that_is_needed_no_more_is_caught(tmp_path: Path) -> None:
    assert wrong_in(tmp_path, "cases/queries/more.py", "") == set()
    said = {f"{C}.case_for", f"{C}.sum_of", f"{C}.gone"}
    assert Viewers(Package(tmp_path), {f"{C}.content"}, said).stale() == sorted(said)
    assert Viewers(Package(tmp_path), passed_on=["cases.views.cases.show"]).stale() == ["cases.views.cases.show"]


def test_a_planted_row_is_caught(tmp_path: Path) -> None:
    source = "from sleutelwerk.cases.models import Case\ndef page(request, case: UUID): return Case(pk=case)"
    wrong_in(tmp_path, "cases/views/more.py", source)
    assert made_up(Viewers(Package(tmp_path))) == {"cases.views.more.page"}
