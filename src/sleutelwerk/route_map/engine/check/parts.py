"""The two parts stay apart: what is about the assignment may be kept, what is about a person never leaves the page."""

from __future__ import annotations

from sleutelwerk.route_map.engine.check.context import Context
from sleutelwerk.route_map.engine.check.runs import parts_of_outcomes
from sleutelwerk.route_map.engine.model import OutcomeKind


def check_parts(context: Context) -> None:
    """Report ways between the parts other than `continue_with`, and outcomes that both parts use."""
    if context.route_map.questions[context.compiled.start].about_person:
        message = "De eerste vraag gaat over een persoon; een route begint met de opdracht."
        context.add("starts-with-person", message, "Begin met een vraag van part assignment.", ("start",))
    _check_ways(context)
    _check_outcomes(context)
    _check_continues(context)


def _check_ways(context: Context) -> None:
    """A question leads to questions of its own part only; from one part to the other goes `continue_with`."""
    nodes, count = context.compiled.node_of, context.compiled.question_count
    for _, question, _, option, path in context.options():
        for number, branch in enumerate(option.branches):
            target = nodes[branch.to]
            if target >= count or context.compiled.question(target).about_person is question.about_person:
                continue
            where = (*path, "to", number, "to") if len(option.branches) > 1 else (*path, "to")
            if question.about_person:
                message = "Een vraag over een persoon leidt hier terug naar de opdracht."
                mend = "Eindig in een uitkomst van part person; wat de opdracht betreft hoort in het eerste deel."
                context.add("person-to-assignment", message, mend, where)
            else:
                message = "Een vraag over de opdracht leidt hier rechtstreeks naar een vraag over een persoon."
                mend = "Eindig eerst in een profiel; van daar gaat 'continue_with' verder."
                context.add("assignment-to-person", message, mend, where)


def _check_outcomes(context: Context) -> None:
    """An outcome that both parts use would betray answers about a person in a saved or printed result."""
    for node, paths in sorted(parts_of_outcomes(context).items()):
        if len(paths) > 1:
            message = f"De uitkomst '{context.name(node)}' komt in beide delen voor."
            mend = "Maak er twee van: een voor de opdracht en een voor deze persoon."
            context.add("outcome-in-both-parts", message, mend, context.path(node))


def _check_continues(context: Context) -> None:
    nodes, parts = context.compiled.node_of, parts_of_outcomes(context)
    for index, outcome in enumerate(context.route_map.outcomes):
        if outcome.continue_with is None:
            continue
        path = ("outcomes", index, "continue_with")
        if True in parts.get(nodes[outcome.id], {}):
            message = "Na een uitkomst over een persoon gaat de route niet verder."
            context.add("continue-from-person", message, "Haal 'continue_with' weg.", path)
        following = context.compiled.question(nodes[outcome.continue_with])
        if outcome.kind is not OutcomeKind.PROFILE or not following.about_person:
            message = "'continue_with' gaat van een profiel naar de eerste vraag over een persoon, nergens anders heen."
            context.add("continue-wrong", message, "Noem een vraag van part person, of haal het weg.", path)
