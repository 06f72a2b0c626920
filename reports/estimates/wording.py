"""Sentences that are printed under several tables and in notes."""

SIGNS = "Plus betyder mindreudgift, minus betyder merudgift."
DEVIATION = "Afvigelse er forventet minus forudsat effekt."
NOT_ASSESSED = (
    "Et tiltag eller et år uden godkendt opfølgning er ikke vurderet. Det indgår i Forudsat, men ikke i Forventet og "
    "Afvigelse."
)
