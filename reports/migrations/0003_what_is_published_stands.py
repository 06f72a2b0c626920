"""The database refuses to change or delete what was published, whoever asks: a correction is a new note.

Row triggers only: a TRUNCATE trigger would break the flush between transactional tests.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_change_of_what_is_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What is published is never changed: % of % refused.', TG_OP, TG_TABLE_NAME;
END
$$;
CREATE TRIGGER note_edition_stands BEFORE UPDATE OR DELETE ON reports_noteedition
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_what_is_published();
CREATE TRIGGER published_note_stands BEFORE UPDATE OR DELETE ON reports_statusnote
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_change_of_what_is_published();

CREATE FUNCTION refuse_change_of_published_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM reports_statusnote
        WHERE state = 'published' AND id IN (CASE WHEN TG_OP = 'DELETE' THEN OLD.note_id ELSE NEW.note_id END,
                                             CASE WHEN TG_OP = 'INSERT' THEN NEW.note_id ELSE OLD.note_id END)
    ) THEN
        RAISE EXCEPTION 'What is published is never changed: % of % refused.', TG_OP, TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER published_text_stands BEFORE INSERT OR UPDATE OR DELETE ON reports_notetext
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_text();
"""
ALLOW = """
DROP FUNCTION refuse_change_of_what_is_published() CASCADE;
DROP FUNCTION refuse_change_of_published_text() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_status_notes")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
