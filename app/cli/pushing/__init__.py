"""Pushing files to a service over HTTP: which, what was sent, and the sending."""
