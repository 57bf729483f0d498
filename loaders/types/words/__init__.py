"""Types of words: texts, choices, addresses, telephone numbers."""
