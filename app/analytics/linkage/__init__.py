"""Suspected relations: what parties have in common, how strongly that speaks, and persons who may be one."""
