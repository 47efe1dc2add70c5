"""The pages: everything of a profile is on them, each point with where it comes from, and no database is asked."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from sleutelwerk.function_profiles import content, queries
from sleutelwerk.function_profiles.engine.inherit import profile, steps
from sleutelwerk.function_profiles.engine.model import Kind

PROFILES = ("vertaler", "verbinder", "waarnemer", "ambassadeur")
PAGES = [
    reverse("function_profiles:overview"),
    reverse("function_profiles:base"),
    reverse("function_profiles:compare"),
    *(reverse("function_profiles:profile", args=[name]) for name in PROFILES),
    *(reverse("function_profiles:card", args=[name]) for name in PROFILES),
]


def page(client: Client, name: str, *arguments: str, **query: str) -> str:
    response = client.get(reverse(f"function_profiles:{name}", args=arguments), query)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_whose_words_these_are_and_when_they_were_checked(client: Client, address: str) -> None:
    text = unescape(client.get(address).content.decode())
    assert content.current().profiles.label in text
    assert "24 november 2026" in text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_may_be_kept_and_is_asked_for_once(client: Client, address: str) -> None:
    first = client.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in first.headers
    assert not first.cookies
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_for_reading_only(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_the_overview_leads_to_every_step_and_to_the_base(client: Client) -> None:
    text = page(client, "overview")
    for name in PROFILES:
        assert reverse("function_profiles:profile", args=[name]) in text
    assert reverse("function_profiles:base") in text
    places = [text.index(f">{layer.title}</a></h2>") for layer in steps(content.current().profiles)]
    assert places == sorted(places)


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_page_holds_every_item_with_its_explanation_and_says_the_date_once(client: Client, name: str) -> None:
    text = page(client, "profile", name)
    one = profile(content.current().profiles, name)
    for item in one.items:
        (shown,) = re.findall(rf'<li id="{re.escape(item.ref)}">(.*?)</li>', text, re.DOTALL)
        assert item.text in shown
        assert item.explain in shown
        assert item.detail in shown
        assert (f'datetime="{item.checked}"' in shown) == (not item.checked.startswith("2026-11"))
    assert text.count("Elk punt is nagekeken in november 2026, tenzij er een andere datum bij staat.") == 1
    for drop in one.dropped:
        assert f'id="{drop.item.ref}"' not in text
        assert drop.item.text in text


def test_a_point_of_another_month_keeps_its_own_date() -> None:
    line = queries.profile_view(content.current(), "vertaler").blocks["tasks"].lines[0]
    shown = render_to_string("function_profiles/_origin.html", {"line": line, "common_month": "2025-02"})
    assert f'datetime="{line.item.checked}"' in shown
    assert queries.most_common_month(["2026-11-24", "2025-02-01", "2025-02-28"]) == "2025-02"
    assert queries.most_common_month(["2026-11-24", "2025-02-01"]) == "2026-11"
    assert queries.most_common_month([]) == ""


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_begins_with_itself_in_at_most_five_lines(client: Client, name: str) -> None:
    text = page(client, "profile", name)
    short = text[text.index('<section class="fp-short"') :]
    short = short[: short.index("</section>")]
    layer = content.current().profiles.by_id[name]
    assert 2 < short.count("<dt>") <= 5
    assert layer.purpose in short
    for kind in (Kind.TASKS, Kind.NEVER, Kind.FITS_WHEN):
        assert layer.of(kind)[0].text in short
    assert str(len(layer.of(Kind.ARRANGEMENTS))) in short
    for anchor in re.findall(r'href="#([a-z]+)"', short):
        assert f'id="{anchor}"' in text


def test_a_profile_first_asks_whether_it_fits_and_only_then_offers_papers(client: Client) -> None:
    text = page(client, "profile", "vertaler")
    (primary,) = re.findall(r'<a class="nl-button nl-button--primary" href="([^"]+)"', text)
    assert primary == reverse("route_map:start")


def test_the_sources_are_folded_and_all_of_them_are_cited(client: Client) -> None:
    text = page(client, "profile", "ambassadeur")
    folded = text[text.index('<details class="sw-disclosure fp-sources') :]
    folded = folded[: folded.index("</details>")]
    listed = re.findall(r'<li id="bron-(\d+)">', folded)
    assert f"Bronnen ({len(listed)})" in folded
    assert set(listed) == set(re.findall(r'href="#bron-(\d+)"', text))


@pytest.mark.parametrize("name", [*PROFILES, "basis"])
def test_every_number_leads_to_the_source_it_names(client: Client, name: str) -> None:
    text = page(client, "base") if name == "basis" else page(client, "profile", name)
    sources = content.current().bibliography.by_id
    listed = dict(re.findall(r'<li id="bron-(\d+)">(.*?)</li>', text, re.DOTALL))
    items = {item.ref: item for layer in content.current().profiles.layers for item in layer.items}
    for ref, shown in re.findall(r'<li id="([a-z]+\.[a-z0-9-]+)">(.*?)</li>', text, re.DOTALL):
        numbers = re.findall(r'href="#bron-(\d+)"', shown)
        named = [source for source in items[ref].sources if source in sources]
        assert len(numbers) == len(named)
        for number, source in zip(numbers, named, strict=True):
            assert sources[source].title in listed[number]
        origin = shown[shown.index('class="fp-line__source"') :]
        assert ("igen oordeel" in origin) == ("eigen-oordeel" in items[ref].sources)


def test_the_three_things_stay_apart(client: Client) -> None:
    text = page(client, "profile", "waarnemer")
    panels = dict(re.findall(r'<section class="fp-panel fp-panel--(\w+)"(.*?)</section>', text, re.DOTALL))
    one = profile(content.current().profiles, "waarnemer")
    belongs = {
        Kind.PRECONDITIONS: "he",
        Kind.COMPETENCES: "he",
        Kind.ARRANGEMENTS: "we",
        Kind.AGREEMENTS: "both",
    }
    for kind, panel in belongs.items():
        for item in one.of(kind):
            assert [name for name, inside in panels.items() if f'id="{item.ref}"' in inside] == [panel]
    assert panels["he"].index("Voorwaarden") < panels["he"].index("Wat hij kan")


def test_a_profile_that_asks_nothing_extra_says_so(client: Client) -> None:
    assert "Dit profiel stelt geen extra voorwaarden aan hem." in page(client, "profile", "vertaler")
    assert "Dit profiel stelt geen extra voorwaarden aan hem." not in page(client, "profile", "waarnemer")


@pytest.mark.parametrize("address", ["profile", "card", "profile-pdf", "card-pdf"])
@pytest.mark.parametrize("name", ["basis-", "onbekend", "admin"])
def test_a_profile_that_does_not_exist_is_not_found(client: Client, address: str, name: str) -> None:
    assert client.get(reverse(f"function_profiles:{address}", args=[name])).status_code == 404


def test_the_base_has_no_card(client: Client) -> None:
    assert client.get(reverse("function_profiles:card", args=["basis"])).status_code == 404


def test_the_comparison_shows_one_part_and_all_of_it_when_asked(client: Client) -> None:
    everything = page(client, "compare", onderdeel="meebrengen", toon="alles")
    different = page(client, "compare", onderdeel="meebrengen")
    assert "Hij is 18 jaar of ouder." in everything
    assert "Hij is 18 jaar of ouder." not in different
    assert "(12 punten zijn voor alle vier gelijk en staan hier niet)" in different
    assert everything.count('<th role="rowheader"') > different.count('<th role="rowheader"') > 0


def test_the_comparison_holds_every_item_in_some_part(client: Client) -> None:
    text = page(client, "compare", onderdeel="alles", toon="alles")
    for layer in content.current().profiles.layers:
        for item in layer.items:
            assert item.text in text
    covered = {kind for part in queries.PARTS[:-1] for kind in part.kinds}
    assert covered == set(Kind)


def test_a_strange_choice_gives_the_first_part(client: Client) -> None:
    assert page(client, "compare", onderdeel="<script>", toon="x") == page(client, "compare")


def test_a_part_without_differences_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "differences", lambda rows: dict.fromkeys(rows, ()))
    assert "Hierin verschillen de profielen niet." in page(client, "compare", toon="verschillen")


@pytest.mark.parametrize("name", PROFILES)
def test_the_card_tells_all_of_it_without_naming_the_role(client: Client, name: str) -> None:
    text = page(client, "card", name)
    card = content.current().profiles.by_id[name].card
    assert card is not None
    article = text[text.index("<article") : text.index("</article>")]
    for line in (card.title, card.intro, *card.you_do, *card.you_never, *card.we_do, *card.you_get, *card.ask_us):
        assert line in article
    assert card.stopping in article
    words = re.sub(r"<[^>]*>", " ", article).casefold()
    assert "sleutel" not in words
    assert name not in words


def test_no_page_carries_a_script_or_style_of_its_own(client: Client) -> None:
    for address in PAGES:
        text = client.get(address).content.decode()
        assert " style=" not in text
        assert "<style" not in text
        assert "<script" not in text
