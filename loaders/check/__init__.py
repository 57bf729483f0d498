"""From raw rows to statements: cells read and checked, rows refused with their reasons."""
