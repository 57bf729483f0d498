"""Pages on which departments work: on-line entry, uploads, mending what was refused, and jobs."""
