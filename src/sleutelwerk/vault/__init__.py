"""The sealed envelope: who somebody is, apart from all else, opened by few, with a reason, for a time, visibly."""
