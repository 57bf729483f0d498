"""Approvals: who may do more than the bounds of their department and region, because somebody else granted it."""
