"""Question files as text: read, checked, and filled with parts and macros."""
