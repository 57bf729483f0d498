"""Types of codes and identifiers."""
