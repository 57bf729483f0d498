"""The desk: what people and programs do (a key issued, a push waiting), beside what departments tell the graph."""
