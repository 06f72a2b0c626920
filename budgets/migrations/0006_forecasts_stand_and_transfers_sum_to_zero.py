"""The database refuses to change or delete a forecast, and a transfer between areas that does not sum to zero.

Row triggers only: a TRUNCATE trigger would break the flush between transactional tests. Transfers are checked when the
transaction ends, because they are written row by row.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_change_of_forecast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Forecasts are never changed: % refused.', TG_OP;
END
$$;
CREATE TRIGGER forecast_stands BEFORE UPDATE OR DELETE ON budgets_forecast
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_forecast();
CREATE TRIGGER forecast_line_stands BEFORE UPDATE OR DELETE ON budgets_forecastline
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_forecast();

CREATE FUNCTION check_transfer_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found integer;
BEGIN
    SELECT a.year INTO found FROM budgets_appropriation a JOIN budgets_budgetdecision d ON d.id = a.decision_id
        WHERE d.id = COALESCE(NEW.decision_id, OLD.decision_id) AND d.kind = 'transfer'
        GROUP BY a.year HAVING sum(a.gross + a.income + a.refund) <> 0 LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'A transfer must sum to zero in %.', found USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER transfer_sums_to_zero AFTER INSERT OR UPDATE OR DELETE ON budgets_appropriation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_transfer_sums_to_zero();
"""
ALLOW = """
DROP FUNCTION refuse_change_of_forecast() CASCADE;
DROP FUNCTION check_transfer_sums_to_zero() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("budgets", "0005_budgets_cases_and_forecasts")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
