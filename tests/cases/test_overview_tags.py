"""The line of stages and the facts on the overview of a case, as they are drawn."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.queries.cases import STAGES
from sleutelwerk.cases.rules.stages import Stage


def draw(source: str, **given: object) -> str:
    """Render a piece of template with these tags."""
    return Template("{% load overview %}" + source).render(Context(given))


@pytest.mark.parametrize("stage", list(Stage))
def test_the_line_says_in_words_how_far_each_stage_is(stage: Stage) -> None:
    place = list(Stage).index(stage)
    for _again in range(2):  # drawn, and from what was kept
        line = draw("{% stage_line stage %}", stage=stage.value)
        assert [line.count(said) for said in ("(klaar)", "(hier staat u)", "(later)")] == [place, 1, 8 - place]
        assert line.count('aria-current="step"') == 1
        assert f'{STAGES[stage][1]}</span><span class="sw-visually-hidden">(hier staat u)' in line


def test_facts_are_escaped_and_keep_their_lines() -> None:
    lines = [(_("Doel"), "a\r\nb <i>\nc"), ("<b>", 'één & "twee"')]
    assert draw("{% facts lines %}", lines=lines) == (
        "<div><dt>Doel</dt><dd>a<br>b &lt;i&gt;<br>c</dd></div>"
        "<div><dt>&lt;b&gt;</dt><dd>één &amp; &quot;twee&quot;</dd></div>"
    )
