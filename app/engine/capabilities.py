"""Where the graph engines differ, as data: code above this package reads a capability, never the engine's name."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The features of one engine. `name` is also that of the folder of its query overrides, cypher/_engine/<name>/."""

    name: str = field(metadata={"about": "Name of the engine, and of its folder of query overrides."})
    fulltext_index: str = field(metadata={"about": "The index of names, for `CALL db.index.fulltext.queryNodes($index, $q)`."})
    timeout_per_call: bool = field(metadata={"about": "The engine itself ends a statement at the call's time-out."})
    read_mode_enforced: bool = field(metadata={"about": "The engine itself refuses writes in READ access mode."})
    bookmarks: bool = field(metadata={"about": "The engine gives bookmarks, so reads follow writes across a cluster."})
    concurrent_merge_waits: bool = field(
        metadata={"about": "A second MERGE of one key waits; otherwise it fails and is tried again here."}
    )


EMBEDDED = Capabilities(
    name="embedded",
    fulltext_index="Party[names]",
    timeout_per_call=False,
    read_mode_enforced=False,
    bookmarks=False,
    concurrent_merge_waits=False,
)
NEO4J = Capabilities(
    name="neo4j",
    fulltext_index="party_names",
    timeout_per_call=True,
    read_mode_enforced=True,
    bookmarks=True,
    concurrent_merge_waits=True,
)
ALL_CAPABILITIES = (EMBEDDED, NEO4J)
