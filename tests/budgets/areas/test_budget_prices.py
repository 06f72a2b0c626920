"""The budget in the prices of another year."""
