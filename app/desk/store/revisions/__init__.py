"""The steps by which the tables of the desk came to be what they are, each applied once, in the order of their numbers."""
