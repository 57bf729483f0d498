"""Who is who: parties from identifiers, and what names alone may mean."""
