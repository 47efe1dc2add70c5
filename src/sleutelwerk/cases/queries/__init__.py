"""What may be looked up of case files: each asks who looks, and gives what that person may know."""
