"""Tables of what each rule of warnings finds and does not find: small invented records, loaded as any others."""
