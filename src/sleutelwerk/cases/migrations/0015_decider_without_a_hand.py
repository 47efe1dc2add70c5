"""Triggers that refuse a decision by whoever wrote about the candidate or in the assignment, or is of the team.

A constraint sees one row only; the hands lie in other tables. The triggers look whenever somebody is asked and whenever
anything is decided, so a hand that came in between counts as well. They name five tables: on SQLite a later migration in
which Django remakes one of these must lower them first and raise them again, or it fails (see `raise_guards`).
"""

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSAL = "nobody decides on what he had a hand in"

#: Everybody who is too near: who wrote about him, who wrote in or settled the assignment, and who is of the team.
TOO_NEAR = """
    NEW.decider_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM cases_hand WHERE candidate_id = NEW.candidate_id AND person_id = NEW.decider_id)
        OR EXISTS (
            SELECT 1 FROM cases_assignmenthand AS hand JOIN cases_candidate AS about ON about.case_id = hand.case_id
            WHERE about.id = NEW.candidate_id AND hand.person_id = NEW.decider_id
        )
        OR EXISTS (
            SELECT 1 FROM cases_member AS member JOIN cases_candidate AS about ON about.case_id = member.case_id
            WHERE about.id = NEW.candidate_id AND member.person_id = NEW.decider_id
        )
    )
    """
#: What asking and deciding write; noting that he heard it, or forgetting a colleague, is no decision.
DECIDES = "UPDATE OF candidate_id, decider_id, independent, outcome, reasons, decided_at"
TRIGGERS = {"decision_no_hand_asked": "INSERT", "decision_no_hand_decides": DECIDES}

FUNCTION = f"""
    CREATE FUNCTION cases_refuse_hand() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {TOO_NEAR} THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Put both triggers in place."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute(FUNCTION)
        for name, when in TRIGGERS.items():
            does = (
                "FOR EACH ROW EXECUTE FUNCTION cases_refuse_hand()"
                if postgresql
                else f"WHEN {TOO_NEAR} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {when} ON cases_decision {does}")


def lower_guards(connection: BaseDatabaseWrapper) -> None:
    """Take both away."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER {name}{' ON cases_decision' if postgresql else ''}")
        if postgresql:
            cursor.execute("DROP FUNCTION cases_refuse_hand")


def install(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Raise the guards."""
    raise_guards(schema_editor.connection)


def remove(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Lower them."""
    lower_guards(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_hands_in_assignments")]

    operations = [migrations.RunPython(install, remove)]
