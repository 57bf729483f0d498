"""Commands on what is exchanged with other nodes of the network."""
