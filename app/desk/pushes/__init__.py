"""Pushes: bytes that a department sends, durable in the desk before they are answered, loaded by a job."""
