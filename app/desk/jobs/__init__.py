"""Jobs: work queued in the desk, claimed by workers, watched, cancelled, retried, scheduled."""
