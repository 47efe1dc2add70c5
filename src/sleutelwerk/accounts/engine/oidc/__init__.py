"""Signing in by OpenID Connect as Dutch public bodies require it (NL GOV Assurance profile for OpenID Connect 1.0).

The order of things: `discovery` reads what a provider publishes, `request` sends the visitor there, `answer` checks
what comes back, `examine` tells an administrator what is wrong. Nothing here knows Django or the database.
"""
