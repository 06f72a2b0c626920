"""The database refuses to change or delete an approved follow-up, whoever asks: a correction is a new revision.

Row triggers only: a TRUNCATE trigger would break the flush between transactional tests.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_change_of_approved_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An approved follow-up is never changed: % refused.', TG_OP;
END
$$;
CREATE TRIGGER approved_follow_up_is_immutable BEFORE UPDATE OR DELETE ON initiatives_followup
    FOR EACH ROW WHEN (OLD.state = 'approved') EXECUTE FUNCTION refuse_change_of_approved_follow_up();
"""
ALLOW = "DROP FUNCTION refuse_change_of_approved_follow_up() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0003_follow_up")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
