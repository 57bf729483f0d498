"""Types of figures: amounts, shares, counts."""
