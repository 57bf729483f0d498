"""Warnings: the rules asked of some enterprises or of all, and what other values of their parameters would change."""
