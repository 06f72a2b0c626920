"""The URL patterns of all rooms."""

from reports.dashboard import urls as dashboard
from reports.estimates import urls as estimates
from reports.notes import urls as notes
from reports.trail import urls as trail

urlpatterns = [
    *estimates.urlpatterns,
    *notes.urlpatterns,
    *trail.urlpatterns,
    *dashboard.urlpatterns,
]
