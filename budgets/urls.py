"""URL patterns of all rooms."""

from budgets.areas import urls as areas
from budgets.caseload import urls as caseload
from budgets.forecasting import urls as forecasting
from budgets.foundation import urls as foundation
from budgets.ledger import urls as ledger
from budgets.overview import urls as overview

urlpatterns = [
    *foundation.urlpatterns,
    *areas.urlpatterns,
    *ledger.urlpatterns,
    *caseload.urlpatterns,
    *forecasting.urlpatterns,
    *overview.urlpatterns,
]
