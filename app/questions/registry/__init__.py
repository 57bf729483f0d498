"""Computed questions: the decorator that declares one, and the registry of all those in a package."""

from app.questions.registry.declared import Compares, ComputedQuestion, Files, Section, question
from app.questions.registry.registry import Registry

__all__ = ["Compares", "ComputedQuestion", "Files", "Registry", "Section", "question"]
