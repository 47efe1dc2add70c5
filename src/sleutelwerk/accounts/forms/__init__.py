"""What people fill in: set-up, invitations, roles, the FG's advice."""
