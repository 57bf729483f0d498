"""Every word that people read, Chinese and English, and one form for each figure, day, moment and code: pages and terminal."""

from app.words.speaking import LANGUAGES, Words, words

__all__ = ["LANGUAGES", "Words", "words"]
