"""Published against computed: every printed figure that can be computed from others, and is not what they give.

Nothing is altered to make a total come out; a finding is material for those who read the catalogue.
"""

from initiatives.reconciliation.finding import Finding, FindingKind
from initiatives.reconciliation.material import Material, load_material
from initiatives.reconciliation.usecase import Reconciliation, reconcile

__all__ = ["Finding", "FindingKind", "Material", "Reconciliation", "load_material", "reconcile"]
