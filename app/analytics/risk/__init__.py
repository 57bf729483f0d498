"""Risk: whose troubles reach a party, how strongly and over which links. Pure functions over own risk and directed edges."""
