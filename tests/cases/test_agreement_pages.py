"""The pages of agreements, without JavaScript: writing, reading, printing and both yeses; and who finds them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.cases.agreed import content, filled_in, his_yes, holding, ready, whole
from tests.cases.as_shown import as_shown
from tests.cases.begun import TODAY, at_agreement, seen_by, settled
from tests.paper import breaches, text_of
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions import agreement as do
from sleutelwerk.cases.actions.candidate import save_papers
from sleutelwerk.cases.actions.team import add_member, answer_invitation, invite_partner
from sleutelwerk.cases.documents.agreement import Printed, agreement_pdf
from sleutelwerk.cases.engine.clauses import FieldKind
from sleutelwerk.cases.engine.stored_agreement import composed_with, control_code
from sleutelwerk.cases.engine.stored_agreement import text_of as put_together
from sleutelwerk.cases.models import Agreement, Candidate, Case
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.agreement import agreement_panel
from sleutelwerk.cases.queries.cases import invitations_for
from sleutelwerk.core.plain_language import reading_ease
from sleutelwerk.privacy.models import GuardException

GETS = ("agreement", "save-agreement", "read-agreement", "print-agreement", "agreement-paper", "say-our-yes",
        "note-his-yes")  # fmt: skip
POSTS = ("begin-agreement", "make-agreement-ready", "reopen-agreement", "discard-agreement")

TYPED = {FieldKind.TEXT, FieldKind.CONTACT}


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of a professional."""
    return browser_of(cast, "professional")


def browser_of(cast: Cast, name: str) -> Client:
    """Give somebody's browser."""
    found = Client()
    sign_in(found, cast[name])
    return found


def page_of(name: str, case: object, **more: object) -> str:
    """Give the address of a page of the agreements of a case."""
    takes: dict[str, object] = {}
    if name == "save-agreement":
        takes = {"group": "samen"}
    elif name in {"read-agreement", "print-agreement", "agreement-paper"}:
        takes = {"revision": 1}
    return reverse(f"cases:{name}", kwargs={"case": case} | takes | more)


def posted(group: str) -> dict[str, str]:
    """Give a whole group as a browser would send it."""
    said, sent = whole(), {}
    for topic in content().topics_for("verbinder"):
        for clause in topic.section.clauses if topic.group == group else ():
            ref = f"{topic.id}.{clause.id}"
            if clause.options:
                sent[ref] = said.chosen[ref]
            if clause.optional:
                sent[f"{ref}."] = "on"
            for one in clause.fields:
                name = f"{ref}.{one.id}"
                sent[f"{name}.text" if one.kind in {FieldKind.TEXT, FieldKind.CONTACT} else name] = said.filled[name]
    return {name.replace(".", "_").replace("-", "_"): text for name, text in sent.items()}


def texts(answer: object) -> str:
    """Give the text of a page as it is read."""
    raw = getattr(answer, "content").decode()  # noqa: B009 - any answer of the client
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", raw)).split())


def test_from_nothing_to_agreements_that_hold(client: Client, cast: Cast) -> None:
    case = at_agreement(cast).pk
    at = page_of("agreement", case)
    assert "Begin met de afspraken" in texts(client.get(at))
    assert "Begin met de afspraken" in texts(client.get(reverse("cases:open-case", args=[case])))
    assert "nog niet af" in texts(client.post(page_of("begin-agreement", case), follow=True))
    groups = [one.id for one in content().groups]
    for group, after in zip(groups, [*groups[1:], None], strict=True):
        address = page_of("save-agreement", case, group=group)
        assert client.get(address).status_code == 200
        answer = client.post(address, as_shown(client, address, posted(group)))
        assert answer["Location"] == (page_of("save-agreement", case, group=after) if after else at)
    assert "Alles is ingevuld" in texts(client.get(at))
    assert "De tekst staat vast" in texts(client.post(page_of("make-agreement-ready", case), follow=True))
    row = Agreement.objects.get()
    code = control_code(row.fingerprint)
    assert code in texts(client.get(at))
    assert code in texts(client.get(page_of("say-our-yes", case)))
    answer = client.post(page_of("say-our-yes", case), {"fingerprint": row.fingerprint}, follow=True)
    assert "Uw ja staat erbij" in texts(answer)
    # the real clock runs on these pages: the paper was given before its text stood, which is refused with its reason
    today = timezone.localdate()
    said = {"given_on": str(today - timedelta(days=1)), "said_on": str(today), "code": code,
            "heard_by": str(cast["professional"].pk)}  # fmt: skip
    refused = client.post(page_of("note-his-yes", case), said)
    assert refused.status_code == 422
    assert "stond deze tekst nog niet vast" in texts(refused)
    stands_since(row, today - timedelta(days=1))
    answer = client.post(page_of("note-his-yes", case), said, follow=True)
    assert "geldt sinds" in texts(answer)
    assert Case.objects.get(pk=case).stage == "reward"
    assert "U zei allebei ja" in texts(client.get(reverse("cases:open-case", args=[case])))


def stands_since(row: Agreement, day: object) -> None:
    """Let a text stand since an earlier day, as if time had passed."""
    row.refresh_from_db()
    vault = candidate_vault(row.candidate_id)
    data = vault.open("paper", bytes(row.paper))
    row.paper = vault.seal("paper", {**data, "ready_on": str(day)})
    row.save()


def test_a_group_shows_why_what_is_fixed_and_what_can_be_chosen(client: Client, cast: Cast) -> None:
    case = at_agreement(cast).pk
    do.begin_agreement(cast.actor("professional"), case, now=NOW)
    raw = client.get(page_of("save-agreement", case, group="contact")).content.decode()
    shown = texts(client.get(page_of("save-agreement", case, group="contact")))
    for topic in content().topics_for("verbinder"):
        if topic.group == "contact":
            assert topic.section.title in shown
            assert " ".join(topic.why.split()) in shown
    assert "Dit staat er altijd in" in shown
    assert raw.count('type="radio"') == 9
    # what is known of where he keeps his papers is chosen already
    assert re.search(r'<input[^>]*value="bij-ons"[^>]*checked', raw)
    assert "Deze afspraak doet mee" in shown


def test_what_is_half_done_stays(client: Client, cast: Cast) -> None:
    case = at_agreement(cast).pk
    do.begin_agreement(cast.actor("professional"), case, now=NOW)
    address = page_of("save-agreement", case, group="contact")
    said = {"antwoordtijd_antwoord_werkdagen": "2", "overview": "1"}
    answer = client.post(address, as_shown(client, address, said))
    assert answer["Location"] == page_of("agreement", case)
    raw = client.get(address).content.decode()
    assert re.search(r'name="antwoordtijd_antwoord_werkdagen" value="2"', raw)
    # a sentence that was left out stays out, and is no longer asked for
    assert not re.search(r'name="leren_training_"[^>]*checked', raw)
    assert "Ga verder" in texts(client.get(page_of("agreement", case)))


@pytest.mark.parametrize(
    ("group", "sent", "told"),
    [
        ("contact", {"antwoordtijd_antwoord_werkdagen": "11"}, "van 1 tot en met 10"),
        ("contact", {"antwoordtijd_antwoord_werkdagen": "0"}, "van 1 tot en met 10"),
        (
            "contact",
            {"antwoordtijd_bereikbaar_van": "17", "antwoordtijd_bereikbaar_tot": "9"},
            "hoger getal in dan bij ‘Vanaf welk uur’",
        ),
        ("samen", {"looptijd_einde_einde": "ooit"}, "Vul een dag in"),
        (
            "samen",
            {"looptijd_proef_begin": "2027-03-01", "looptijd_einde_einde": "2027-02-01"},
            "eerder dan de eerste dag",
        ),
        ("samen", {"contactpersoon_wie_vervanger_text": "x" * 90}, "80"),
        ("samen", {"doel_doel_doel_text": "De Roma gaan naar school"}, "Roma"),
        ("contact", {"berichten_app": "postduif"}, "Selecteer een geldige keuze"),
    ],
)
def test_what_cannot_stand_comes_back_and_nothing_is_kept(
    client: Client, cast: Cast, group: str, sent: dict[str, str], told: str
) -> None:
    case = at_agreement(cast).pk
    do.begin_agreement(cast.actor("professional"), case, now=NOW)
    before = bytes(Agreement.objects.get().paper)
    answer = client.post(page_of("save-agreement", case, group=group), sent)
    assert answer.status_code == 422
    assert told in texts(answer)
    assert all(text in answer.content.decode() for name, text in sent.items() if name != "berichten_app")
    assert bytes(Agreement.objects.get().paper) == before


def test_a_field_for_one_of_us_takes_a_name_and_not_what_somebody_is(client: Client, cast: Cast) -> None:
    case = at_agreement(cast).pk
    client.post(page_of("begin-agreement", case))
    address = page_of("save-agreement", case, group="delen")
    ours = "Kim de Vries, adviseur, Stationsplein 1, 14 0123"
    for said, kept in ((ours, True), ("de Marokkaanse families", False)):
        sent = posted("delen") | {"delen_wie_weet_functies_text": said}
        answer = client.post(address, as_shown(client, address, sent))
        assert answer.status_code == (302 if kept else 422)
        assert ("Marokkaanse" in texts(answer)) is not kept


def test_words_that_stay_are_told_to_the_fg(client: Client, cast: Cast) -> None:
    case = at_agreement(cast).pk
    do.begin_agreement(cast.actor("professional"), case, now=NOW)
    sent = {"doel_doel_doel_text": "de imam helpt", "doel_doel_doel_anyway": "on",
            "doel_doel_doel_reason": "Zo heet het project."}  # fmt: skip
    address = page_of("save-agreement", case)
    assert client.post(address, as_shown(client, address, sent)).status_code == 302
    assert GuardException.objects.get().place == "agreement"


def test_a_draft_reads_with_its_gaps_and_is_not_printed(client: Client, cast: Cast) -> None:
    case = at_agreement(cast).pk
    do.begin_agreement(cast.actor("professional"), case, now=NOW)
    shown = texts(client.get(page_of("read-agreement", case)))
    assert "Dit is nog niet af" in shown
    assert "U doet dit: …………." in shown
    for name in ("print-agreement", "agreement-paper"):
        assert "Maak de afspraken eerst af" in texts(client.get(page_of(name, case), follow=True))


def test_reading_aloud_is_one_sentence_a_line_and_plain(client: Client, cast: Cast) -> None:
    case = ready(cast).candidate.case_id
    raw = client.get(page_of("read-agreement", case)).content.decode()
    article = raw.partition('<article class="ag-text"')[2].partition("</article>")[0]
    lines = [unescape(one) for one in re.findall(r"<p>([^<]*)</p>", article)]
    assert "U mag elke dag stoppen." in lines
    assert all(len(re.findall(r"[.!?](?=\s+[A-Z])", one)) == 0 for one in lines)
    ease = reading_ease(" ".join(lines))
    assert ease is not None
    assert ease > 80


def test_a_text_that_stands_is_opened_again_with_a_warning(client: Client, cast: Cast) -> None:
    row = ready(cast)
    case = row.candidate.case_id
    assert "vervalt elk ja" in texts(client.get(page_of("agreement", case)))
    assert client.get(page_of("save-agreement", case))["Location"] == page_of("agreement", case)
    assert client.post(page_of("save-agreement", case), posted("samen"))["Location"] == page_of("agreement", case)
    assert "Er staat geen ja meer bij" in texts(client.post(page_of("reopen-agreement", case), follow=True))
    assert client.get(page_of("save-agreement", case)).status_code == 200
    assert "nog niet vast" in texts(client.post(page_of("reopen-agreement", case), follow=True))


def test_where_he_keeps_his_papers_stands_beside_the_button(client: Client, cast: Cast) -> None:
    case = ready(cast).candidate.case_id
    assert "Waar zijn papieren liggen: Bij ons, hij kan ze inzien." in texts(client.get(page_of("agreement", case)))
    papers = {"reach": "in_person", "place": "at_home", "note": "niet in de la"}
    save_papers(cast.actor("professional"), case, papers, now=NOW)
    assert "Hij houdt ze zelf. niet in de la" in texts(client.get(page_of("agreement", case)))


def test_a_yes_asks_for_a_code_and_who_heard_it(client: Client, cast: Cast) -> None:
    row = ready(cast)
    case = row.candidate.case_id
    answer = client.post(page_of("note-his-yes", case), {"code": ""})
    assert answer.status_code == 422
    assert "Typ de code over" in texts(answer)
    said = {"given_on": "2026-11-27", "said_on": "2026-11-28", "code": "0000-0000",
            "heard_by": str(cast["professional"].pk)}  # fmt: skip
    assert "andere tekst" in texts(client.post(page_of("note-his-yes", case), said))
    other = {**said, "code": control_code(row.fingerprint), "heard_by": str(cast["colleague"].pk)}
    assert client.post(page_of("note-his-yes", case), other).status_code == 422
    assert Agreement.objects.get().his_yes_on is None


def test_our_yes_to_a_text_that_changed_meanwhile_is_refused(client: Client, cast: Cast) -> None:
    case = ready(cast).candidate.case_id
    answer = client.post(page_of("say-our-yes", case), {"fingerprint": "0" * 64}, follow=True)
    assert "andere tekst dan die er nu staat" in texts(answer)


def test_who_wrote_it_reads_who_says_yes(client: Client, cast: Cast) -> None:
    case = at_agreement(cast)
    add_member(cast.actor("professional"), case.pk, cast["colleague"].pk, now=NOW)
    ready(cast, case=case)
    assert "Laat een collega die dat niet deed" in texts(client.get(page_of("agreement", case.pk)))
    assert client.get(page_of("say-our-yes", case.pk))["Location"] == page_of("agreement", case.pk)
    theirs = browser_of(cast, "colleague")
    assert "Lees en zeg ja" in texts(theirs.get(page_of("agreement", case.pk)))
    assert theirs.get(page_of("say-our-yes", case.pk)).status_code == 200


def test_a_new_version_shows_what_changes_beside_what_holds(client: Client, cast: Cast) -> None:
    row = holding(cast)
    case = row.candidate.case_id
    shown = texts(client.post(page_of("begin-agreement", case), follow=True))
    assert "Er staat precies wat nu geldt" in shown
    sent = posted("samen") | {"taken_uren_uren": "2"}
    address = page_of("save-agreement", case)
    client.post(address, as_shown(client, address, sent))
    shown = texts(client.get(page_of("agreement", case)))
    assert "1 afspraak is anders" in shown
    assert "hooguit 3 uur" in shown
    assert "hooguit 2 uur" in shown
    assert "al een versie" in texts(client.post(page_of("begin-agreement", case), follow=True))
    new = do.make_agreement_ready(cast.actor("professional"), case, now=NOW)
    assert "hooguit 2 uur" in texts(client.get(page_of("say-our-yes", case)))
    assert client.get(page_of("read-agreement", case, revision=2)).status_code == 200
    yes = his_yes(cast, new)
    do.say_our_yes(cast.actor("professional"), case, new.fingerprint, now=NOW)
    do.note_his_yes(cast.actor("professional"), case, yes, now=NOW + timedelta(days=1))
    shown = texts(client.get(page_of("agreement", case)))
    assert "Versie 2 geldt sinds" in shown
    assert "Versie 1 : van" in shown


def test_a_new_version_is_thrown_away(client: Client, cast: Cast) -> None:
    case = holding(cast).candidate.case_id
    client.post(page_of("begin-agreement", case))
    assert "Wat gold, geldt nog" in texts(client.post(page_of("discard-agreement", case), follow=True))
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize("fixed", [False, True])
def test_once_one_says_goodbye_nothing_asks_for_a_new_version(client: Client, cast: Cast, fixed: bool) -> None:
    case = holding(cast).candidate.case_id
    client.post(page_of("begin-agreement", case))
    if fixed:
        do.make_agreement_ready(cast.actor("professional"), case, now=NOW)
    Case.objects.filter(pk=case).update(stage="ending")
    for address in (page_of("agreement", case), reverse("cases:open-case", args=[case])):
        shown = texts(client.get(address))
        assert "Versie 2 gaat niet meer door." in shown
        assert "Zet de tekst" not in shown
        assert "wacht op zijn ja" not in shown
    assert "Versie 1 geldt sinds" in texts(client.get(page_of("agreement", case)))


def test_a_tampered_text_is_said_and_cannot_be_accepted(client: Client, cast: Cast) -> None:
    row = ready(cast)
    Agreement.objects.filter(pk=row.pk).update(fingerprint="a" * 64)
    case = row.candidate.case_id
    shown = texts(client.get(page_of("agreement", case)))
    assert "Hier kan niemand ja tegen zeggen" in shown
    answer = client.post(page_of("say-our-yes", case), {"fingerprint": "a" * 64}, follow=True)
    assert "ontbreekt of is veranderd" in texts(answer)
    assert "ontbreekt of is veranderd" in texts(client.get(page_of("agreement-paper", case), follow=True))


def test_content_that_changed_since_is_said(client: Client, cast: Cast) -> None:
    row = filled_in(cast)
    case = row.candidate.case_id
    Agreement.objects.filter(pk=row.pk).update(template_hash="0" * 64)
    assert "Sinds u begon, veranderde de voorbeeldtekst" in texts(client.get(page_of("agreement", case)))
    do.make_agreement_ready(cast.actor("professional"), case, now=NOW)
    Agreement.objects.filter(pk=row.pk).update(template_hash="0" * 64)
    assert "Nadat u deze tekst vastzette" in texts(client.get(page_of("agreement", case)))


def test_a_profile_without_content_says_so(client: Client, cast: Cast) -> None:
    case = at_agreement(cast).pk
    Case.objects.filter(pk=case).update(profile="eigen-profiel")
    assert "geen tekst met afspraken" in texts(client.get(page_of("agreement", case)))
    assert "geen tekst met afspraken" in texts(client.post(page_of("begin-agreement", case), follow=True))


def test_the_paper_is_tagged_dutch_marked_and_names_nobody(client: Client, cast: Cast) -> None:
    row = ready(cast)
    case = row.candidate.case
    answer = client.get(page_of("agreement-paper", case.pk))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    assert breaches(answer.content) == []
    with pikepdf.open(io.BytesIO(answer.content)) as opened:
        assert str(opened.Root.Lang) == "nl"
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.docinfo["/Title"]) == "Onze afspraken"
        metadata = str(dict(opened.docinfo)) + opened.Root.Metadata.read_bytes().decode()
    told = text_of(answer.content)
    number = Entry.objects.get(kind="agreement_printed").number
    pages = [one for one in told.split("\f") if one.strip()]
    assert all(f"Code {control_code(row.fingerprint)}" in one and f"Afdruk {number} ·" in one for one in pages)
    assert all("Onze afspraken · versie 1 ·" in one for one in pages)
    assert "U mag elke dag stoppen.\n" in told
    assert "De belangrijkste afspraken" in pages[0]
    assert "Alles staat op de bladzijden hierna" in pages[0]
    assert "‘Wij’ is de organisatie" in pages[1]
    assert "Uw naam hoeft er niet op." in told
    professional, candidate = cast["professional"], Candidate.objects.get(case=case)
    secret = (professional.name, professional.email, "voorbeeld.example", candidate.pseudonym, case.code,
              "Samen naar school", str(case.pk), "Sleutelwerk", "leutelfiguur")  # fmt: skip
    assert [one for one in secret if one in told + metadata] == []


def test_the_page_in_front_is_one_page_however_much_was_filled_in(client: Client, cast: Cast) -> None:
    row = ready(cast)
    page = client.get(page_of("read-agreement", row.candidate.case_id, revision=row.revision)).content.decode()
    assert "De belangrijkste afspraken" in page
    template = content()
    typed = whole(template)
    limits = {
        f"{topic.id}.{clause.id}.{one.id}": one
        for topic in template.topics for clause in topic.section.clauses for one in clause.fields
    }  # fmt: skip
    much = {
        ref: ("meegaan naar een gesprek " * 20)[: limits[ref].limit].strip() if limits[ref].kind in TYPED else text
        for ref, text in typed.filled.items()
    }
    text = put_together(template, composed_with(template, "verbinder", replace(typed, filled=much)))
    told = text_of(agreement_pdf(text, 1, "2026-11-27", Printed(NOW, 1))).split("\f")
    assert "Alles staat op de bladzijden hierna" in told[0]
    assert "‘Wij’ is de organisatie" in told[1]
    short = put_together(template, composed_with(template, "verbinder", typed)).essentials
    ease = reading_ease(" ".join(line for one in short for line in one.lines))
    assert ease is not None
    assert ease > 80


def test_the_page_to_print_has_the_same_mark(client: Client, cast: Cast) -> None:
    row = ready(cast)
    answer = client.get(page_of("print-agreement", row.candidate.case_id))
    raw = answer.content.decode()
    assert f"Afdruk {Entry.objects.get(kind='agreement_printed').number} ·" in raw
    assert control_code(row.fingerprint) in raw
    assert "<title>Onze afspraken" in raw


def test_paper_asks_for_a_fresh_second_factor(cast: Cast) -> None:
    case = ready(cast).candidate.case_id
    late = Client()
    sign_in(late, cast["professional"], proved_ago=timedelta(hours=2))
    for name in ("print-agreement", "agreement-paper"):
        assert late.get(page_of(name, case)).status_code == 302
    assert not Entry.objects.filter(kind="agreement_printed").exists()


def test_partners_colleagues_outside_and_other_organisations_find_nothing(cast: Cast) -> None:
    case = ready(cast).candidate.case
    address, until = "outside_professional@voorbeeld.example", timezone.localdate() + timedelta(days=30)
    people = [browser_of(cast, one) for one in ("colleague", "outside_professional", "decision_maker")]
    for theirs in people:
        assert {theirs.get(page_of(one, case.pk)).status_code for one in GETS} == {404}
        assert {theirs.post(page_of(one, case.pk)).status_code for one in POSTS} == {404}
    invite_partner(cast.actor("professional"), case.pk, address, until, site="https://x.example/", now=NOW)
    partner = cast.actor("outside_professional")
    (place,) = invitations_for(partner, today=timezone.localdate())
    answer_invitation(partner, place.pk, takes_part=True, now=NOW)
    theirs = people[1]
    overview = theirs.get(reverse("cases:open-case", args=[case.pk]))
    assert "wacht op zijn ja" in texts(overview)
    assert page_of("agreement", case.pk) not in overview.content.decode()
    assert {theirs.get(page_of(one, case.pk)).status_code for one in GETS} == {404}
    assert {theirs.post(page_of(one, case.pk)).status_code for one in POSTS} == {404}


@pytest.mark.parametrize("stage", ["assessment", "decision"])
def test_before_its_stage_the_pages_are_not_there(client: Client, cast: Cast, stage: str) -> None:
    case = ready(cast).candidate.case_id
    Case.objects.filter(pk=case).update(stage=stage)
    assert {client.get(page_of(one, case)).status_code for one in GETS} == {404}
    assert {client.post(page_of(one, case)).status_code for one in POSTS} == {404}
    assert "De afspraken" not in texts(client.get(reverse("cases:open-case", args=[case])))


def test_after_the_work_the_text_is_read_and_not_changed(client: Client, cast: Cast) -> None:
    case = holding(cast).candidate.case_id
    Case.objects.filter(pk=case).update(stage="ending", ended_at=NOW)
    shown = texts(client.get(page_of("agreement", case)))
    assert "geldt sinds" in shown
    assert "Begin een nieuwe versie" not in shown
    assert client.get(page_of("read-agreement", case)).status_code == 200
    assert client.get(page_of("agreement-paper", case)).status_code == 200
    assert "afgerond" in texts(client.post(page_of("begin-agreement", case), follow=True))
    assert client.get(page_of("say-our-yes", case)).status_code == 404


def test_what_is_not_there_is_absent(client: Client, cast: Cast) -> None:
    case = at_agreement(cast).pk
    assert client.get(page_of("read-agreement", case, revision=9)).status_code == 404
    assert client.get(page_of("save-agreement", case, group="anders")).status_code == 404
    assert client.get(page_of("save-agreement", case))["Location"] == page_of("agreement", case)
    assert client.get(page_of("note-his-yes", case)).status_code == 404
    assert client.get(page_of("agreement", settled(cast).pk)).status_code == 404


def test_titles_hold_nothing_of_the_case(client: Client, cast: Cast) -> None:
    case = ready(cast).candidate.case
    for name in GETS:
        if name not in {"agreement-paper", "save-agreement"}:
            raw = client.get(page_of(name, case.pk)).content.decode()
            title = raw.partition("<title>")[2].partition("</title>")[0]
            assert "Samen" not in title
            assert case.candidate.pseudonym not in title


def test_the_panel_of_the_overview_asks_the_database_one_question(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = holding(cast).candidate.case
    do.begin_agreement(cast.actor("professional"), case.pk, now=NOW)
    viewer, found = cast.actor("professional"), seen_by(cast, "professional", case)
    assert found is not None
    with django_assert_num_queries(1):
        panel = agreement_panel(viewer, found, today=TODAY)
    assert panel is not None
    assert panel.draft is not None


def test_a_second_yes_shows_on_the_overview(client: Client, cast: Cast) -> None:
    row = ready(cast)
    case = row.candidate.case_id
    overview = reverse("cases:open-case", args=[case])
    do.note_his_yes(cast.actor("professional"), case, his_yes(cast, row), now=NOW + timedelta(days=1))
    assert "Nu nog het ja namens uw organisatie" in texts(client.get(overview))
    do.reopen_agreement(cast.actor("professional"), case, now=NOW)
    assert "Zet de tekst vast" in texts(client.get(overview))
    row = do.make_agreement_ready(cast.actor("professional"), case, now=NOW)
    do.say_our_yes(cast.actor("professional"), case, row.fingerprint, now=NOW)
    assert "Wij zeiden ja. Hij denkt nog na." in texts(client.get(overview))


def test_beside_the_paper_it_says_what_a_finder_reads_on_it(client: Client, cast: Cast) -> None:
    case = ready(cast).candidate.case
    shown = texts(client.get(page_of("agreement", case)))
    assert "Zijn naam staat er niet op" in shown
    assert "wie het leest, snapt waar het over gaat" in shown
    paper = texts(client.get(page_of("print-agreement", case)))
    assert "informant" in paper
    assert "samen brieven lezen" in paper
