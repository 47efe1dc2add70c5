"""Triggers that refuse to change or remove what is in the trail, with one narrow way through: purging.

A body may become a purge marker and nothing else: it names the hash before it and the statement that accounts for the
purge, which must be there already, in the same chain and further on. Whoever may drop triggers can still do everything;
that is what the chain and the signed heads are for.
"""

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NO_CHANGE = "the audit trail is append-only"

#: SQLite: whoever adds an entry need not move the head, which saves a question.
MOVES_HEAD = """
    CREATE TRIGGER audit_entry_moves_head AFTER INSERT ON audit_entry
    BEGIN UPDATE audit_chain SET length = NEW.number, head = NEW.hash WHERE id = NEW.chain; END
    """
#: PostgreSQL: adding an entry is one question, and of a function it keeps the plan, of a bare statement not.
APPENDS = """
    CREATE FUNCTION audit_append(which uuid, said text) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE
        place bigint;
        tip bytea;
    BEGIN
        LOOP
            UPDATE audit_chain SET length = length + 1, head = sha256(head || convert_to(said, 'UTF8'))
                WHERE id = which RETURNING length, head INTO place, tip;
            EXIT WHEN FOUND;
            INSERT INTO audit_chain (id, length, head) VALUES (which, 0, decode(repeat('00', 32), 'hex'))
                ON CONFLICT DO NOTHING;
        END LOOP;
        INSERT INTO audit_entry (chain, number, body, hash) VALUES (which, place, said, tip);
        RETURN place;
    END $$
    """

#: What a marker must be, letter for letter, given the hash before it and the statement it names.
SQLITE = [
    """
    CREATE TRIGGER audit_entry_no_change BEFORE UPDATE ON audit_entry
    WHEN NEW.chain IS NOT OLD.chain OR NEW.number IS NOT OLD.number OR NEW.hash IS NOT OLD.hash
        OR OLD.kind IS NULL OR OLD.kind = 'entries_purged'
        OR NEW.body IS NOT '{"previous":"' || coalesce(
            (SELECT lower(hex(hash)) FROM audit_entry WHERE chain = OLD.chain AND number = OLD.number - 1),
            CASE OLD.number WHEN 1 THEN lower(hex(zeroblob(32))) END
        ) || '","purged":' || (
            SELECT number FROM audit_entry
            WHERE chain = OLD.chain AND number = json_extract(NEW.body, '$.purged')
                AND number > OLD.number AND kind = 'entries_purged'
        ) || '}'
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    # whatever comes in comes in behind the head (so INSERT OR REPLACE, which asks no trigger on DELETE, replaces nothing)
    """
    CREATE TRIGGER audit_entry_no_other_place BEFORE INSERT ON audit_entry
    WHEN NEW.number IS NOT (SELECT length + 1 FROM audit_chain WHERE id = NEW.chain)
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_seal_no_replace BEFORE INSERT ON audit_seal
    WHEN EXISTS (SELECT 1 FROM audit_seal WHERE chain = NEW.chain AND number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END"
        for table, verb in (
            ("audit_entry", "DELETE"),
            ("audit_seal", "UPDATE"),
            ("audit_seal", "DELETE"),
            ("audit_chain", "DELETE"),
            ("audit_signingkey", "DELETE"),
        )
    ),
]

POSTGRESQL = [
    f"""
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{NO_CHANGE}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE FUNCTION audit_purge_only() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        previous text;
        statement bigint;
    BEGIN
        IF NEW.chain = OLD.chain AND NEW.number = OLD.number AND NEW.hash = OLD.hash
            AND OLD.kind IS NOT NULL AND OLD.kind <> 'entries_purged'
        THEN
            SELECT encode(hash, 'hex') INTO previous FROM audit_entry
                WHERE chain = OLD.chain AND number = OLD.number - 1;
            IF OLD.number = 1 THEN
                previous := repeat('0', 64);
            END IF;
            SELECT number INTO statement FROM audit_entry
                WHERE chain = OLD.chain AND number = (NEW.body::jsonb ->> 'purged')::bigint
                    AND number > OLD.number AND kind = 'entries_purged';
            IF NEW.body = '{"previous":"' || previous || '","purged":' || statement || '}' THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_no_change BEFORE UPDATE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_purge_only()
    """,
    """
    CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
    *(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        for table in ("audit_entry", "audit_seal", "audit_chain", "audit_signingkey")
    ),
    *(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        for table in ("audit_entry", "audit_seal", "audit_chain", "audit_signingkey")
    ),
]

TABLES = ("audit_entry", "audit_seal", "audit_chain", "audit_signingkey")
ENDINGS = ("no_change", "no_other_place", "no_replace", "no_update", "no_delete", "no_truncate")


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place."""
    with connection.cursor() as cursor:
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def lower_guards(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for ending in ENDINGS:
                where = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{ending}{where}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS audit_refuse, audit_purge_only")


def install(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put in place how entries are added, and the guards."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(APPENDS if connection.vendor == "postgresql" else MOVES_HEAD)
    raise_guards(connection)


def remove(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take both away."""
    connection = schema_editor.connection
    lower_guards(connection)
    with connection.cursor() as cursor:
        postgresql = connection.vendor == "postgresql"
        cursor.execute("DROP FUNCTION audit_append" if postgresql else "DROP TRIGGER audit_entry_moves_head")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
