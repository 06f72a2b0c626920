"""All faults, by what they are about."""

from tests.mutations.fault import Fault
from tests.mutations.faults import access, amounts, exports, imports, notes, pages, states, suppression

FAULTS: tuple[Fault, ...] = (
    *amounts.FAULTS,
    *access.FAULTS,
    *states.FAULTS,
    *imports.FAULTS,
    *exports.FAULTS,
    *notes.FAULTS,
    *suppression.FAULTS,
    *pages.FAULTS,
)
