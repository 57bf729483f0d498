// Note the categories, each with its level, whose records the graph shows the public once they are approved.
MATCH (c:Clock {id: 'clock'})
SET c.approvals = $approvals
