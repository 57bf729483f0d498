"""Paths between parties, what surrounds a party, and networks as other programs read them."""
