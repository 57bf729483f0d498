"""OpenID Connect: callers whom the issuer of an organisation vouches for, by bearer tokens and by signing in on the pages."""
