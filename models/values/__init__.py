"""Forms of names, codes and encodings that more than one layer must agree on."""
