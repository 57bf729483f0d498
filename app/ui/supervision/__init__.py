"""The pages of quality, of cases and of statistics."""
