"""Computed questions: what each declares of itself, and the registry of all that stand in a package."""

from app.questions.registry.declared import Compares, ComputedQuestion, Files, Section, question
from app.questions.registry.registry import Registry

__all__ = ["Compares", "ComputedQuestion", "Files", "Registry", "Section", "question"]
