"""Who controls whom by a rule set, with the chain of evidence; groups, joint control, acting in concert."""
