"""Under which provider stands what enterprises file themselves."""


def provider_of_party(party: str) -> str:
    """Under which provider an enterprise's own filings stand."""
    return f"企业自报 {party.partition(':')[2]}"
