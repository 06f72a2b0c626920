"""A country's worth of follow-up, made by SQL in seconds: for the benchmark, in a database of its own."""

from django.db import connection

from budgets.models import User

YEARS = (2019, 2022)
THEMES = 10
MONTHS = 48

CATALOGUES = """
INSERT INTO initiatives_catalogue (municipality_id, slug, title, kind, scope, published, first_year, last_year, unit,
    decimals, sign, summary, source, reading_note)
SELECT id, 'plan-' || code, 'Handlingsplan', 'action_plan', 'Voksne', '2019-01-01', %(first)s, %(last)s, 'tkr', 0,
    'savings_positive', '', 'konstrueret', ''
FROM budgets_municipality
"""
GROUPS = """
INSERT INTO initiatives_theme (catalogue_id, "order", title, summary, beside_plan)
SELECT c.id, n, 'Gruppe ' || n, '', false FROM initiatives_catalogue c, generate_series(1, %(themes)s) n
"""
INITIATIVES = """
INSERT INTO initiatives_initiative (catalogue_id, theme_id, "order", key, title, summary, lifecycle, ended_by,
    ended_reason, is_residual, version, replaces, risk, risk_reason, budget_effect)
SELECT c.id, t.id, n, 't' || n, 'Tiltag ' || n, '', 'under_way', '', '', false, '', '',
    (ARRAY['', 'low', 'medium', 'high'])[1 + n %% 4], '', ''
FROM initiatives_catalogue c
CROSS JOIN generate_series(1, %(initiatives)s) n
JOIN initiatives_theme t ON t.catalogue_id = c.id AND t."order" = 1 + n %% %(themes)s
"""
LEGAL_BASES = """
INSERT INTO initiatives_initiative_legal_bases (initiative_id, legalbasis_id)
SELECT i.id, b.id FROM initiatives_initiative i
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS many FROM budgets_legalbasis) b
    ON b.place = 1 + i."order" %% b.many
"""
LINES = """
INSERT INTO initiatives_effectline (initiative_id, "order", text, part, category, steering_area, start_month, weights)
SELECT id, 1, 'Linje', '', 'permanent', 'service', 1, '{}' FROM initiatives_initiative
"""
EFFECTS = """
INSERT INTO initiatives_yearlyeffect (line_id, year, amount)
SELECT l.id, y, 100000 * (1 + l.id %% 20) FROM initiatives_effectline l, generate_series(%(first)s, %(last)s) y
"""
ROUNDS = """
INSERT INTO initiatives_followupround (municipality_id, year, period, deadline, is_half_year)
SELECT id, %(first)s + n / 12, 1 + n %% 12, '2019-02-10'::date + n * 30, false
FROM budgets_municipality, generate_series(0, %(months)s - 1) n
"""
ROUND_CATALOGUES = """
INSERT INTO initiatives_followupround_catalogues (followupround_id, catalogue_id)
SELECT r.id, c.id FROM initiatives_followupround r JOIN initiatives_catalogue c USING (municipality_id)
"""
FOLLOW_UPS = """
INSERT INTO initiatives_followup (round_id, initiative_id, revision, revision_reason, version, state, target,
    target_to_date, realised, forecast, basis, chosen_status, status_reason, status, cause, explanation, question,
    submitted_by_id, submitted_at, decided_by_id, decided_at, edited_at, is_constructed)
SELECT r.id, i.id, 0, '', 1, 'approved', e.amount, round(e.amount * r.period / 12, 2),
    round(e.amount * r.period / 12 * (50 + i.id %% 60) / 100, 2), round(e.amount * (50 + i.id %% 60) / 100, 2),
    'entered', '', '', (ARRAY['on_track', 'risk', 'behind'])[1 + i.id %% 3],
    (ARRAY['', 'price', 'inflow'])[1 + i.id %% 3], 'Forklaring', '', %(sender)s, now(), %(approver)s, now(), now(), true
FROM initiatives_followupround r
JOIN initiatives_catalogue c USING (municipality_id)
JOIN initiatives_initiative i ON i.catalogue_id = c.id
JOIN initiatives_effectline l ON l.initiative_id = i.id
JOIN initiatives_yearlyeffect e ON e.line_id = l.id AND e.year = r.year
"""
STATEMENTS = (CATALOGUES, GROUPS, INITIATIVES, LEGAL_BASES, LINES, EFFECTS, ROUNDS, ROUND_CATALOGUES, FOLLOW_UPS)
INDICES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename = 'initiatives_followup' AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
"""Those that are quicker made when the rows are there."""


def make_country(initiatives: int) -> None:
    """So many initiatives in each municipality, followed up and approved monthly for four years.

    The reference data are there already, and nothing else. All figures are marked as constructed. The rows fit each
    other as they are made, so that the database does not look every reference up.
    """
    sender, approver = (User.objects.create_user(name) for name in ("afsender", "godkender"))
    numbers = {
        "first": YEARS[0],
        "last": YEARS[1],
        "themes": THEMES,
        "months": MONTHS,
        "initiatives": initiatives,
        "sender": sender.pk,
        "approver": approver.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(INDICES)
        indices: list[tuple[str, str]] = cursor.fetchall()
        for name, _ in indices:
            cursor.execute(f'DROP INDEX "{name}"')
        for statement in STATEMENTS:
            cursor.execute(statement, numbers)
        for _, definition in indices:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
