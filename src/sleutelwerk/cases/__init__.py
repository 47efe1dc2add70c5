"""Case files: a collaboration with a key figure, from assignment to a careful ending."""
