"""Which column fills which property: by its header, by a sender's mapping file, or by a first draft of one."""
