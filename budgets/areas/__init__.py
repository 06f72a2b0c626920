"""Areas as a tree, budget rounds, and the decisions that give each area its appropriations."""
