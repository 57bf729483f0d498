"""Commands on what departments are to deal with, and on the quality of what they send."""
