"""What tests of the desk share: its databases, and callers with keys."""
