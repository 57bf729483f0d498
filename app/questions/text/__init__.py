"""Question files as text: reads them, checks them, and puts parts and macros in place."""
