"""The database refuses to change or delete a version of a business case, or a decision: another comes after it.

Row triggers only: a TRUNCATE trigger would break the flush between transactional tests.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_change_of_what_was_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Versions of business cases and decisions are never changed: % refused.', TG_OP;
END
$$;
CREATE TRIGGER case_version_is_immutable BEFORE UPDATE OR DELETE ON initiatives_caseversion
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_what_was_decided();
CREATE TRIGGER decision_is_immutable BEFORE UPDATE OR DELETE ON initiatives_decision
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_what_was_decided();
"""
ALLOW = "DROP FUNCTION refuse_change_of_what_was_decided() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0008_proposals_versions_and_decisions")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
