"""What figures say: sentences by rules, the tables of the overview, the bridge, and the figures drawn of them."""
