"""The addresses of all rooms; those of `pages` come last, because a catalogue's short name can be any word."""

from initiatives.area_mapping import urls as area_mapping
from initiatives.business_cases import urls as business_cases
from initiatives.decisions import urls as decisions
from initiatives.followup import urls as followup
from initiatives.followup.spreadsheet import urls as followup_spreadsheet
from initiatives.pages import urls as pages
from initiatives.pasting import urls as pasting
from initiatives.posting import urls as posting
from initiatives.scenarios import urls as scenarios

urlpatterns = [
    *pasting.urlpatterns,
    *business_cases.urlpatterns,
    *decisions.urlpatterns,
    *posting.urlpatterns,
    *followup.urlpatterns,
    *followup_spreadsheet.urlpatterns,
    *area_mapping.urlpatterns,
    *scenarios.urlpatterns,
    *pages.urlpatterns,
]
