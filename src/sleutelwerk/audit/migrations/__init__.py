"""Changes to the audit trail's tables over time."""
