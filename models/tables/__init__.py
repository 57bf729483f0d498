"""Code tables: currencies, administrative divisions, industries."""
