"""Parties, holder lists and roles of one day: which list counts, what its rows state, and what is known of bare names."""
