"""The other nodes of the network that are known here."""
