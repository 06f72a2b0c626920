"""The database refuses to change or delete an audit entry, whoever asks.

Row triggers only: a TRUNCATE trigger would break the flush between transactional tests.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_change_of_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Audit entries are append-only: % refused.', TG_OP;
END
$$;
CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE ON budgets_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit_entry();
"""
ALLOW = "DROP FUNCTION refuse_change_of_audit_entry() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("budgets", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
