"""Delivers the change feed to subscribers by signed webhooks (Standard Webhooks 1.0.0)."""
