"""A live session as plain data: what happened so far, what may happen next, and who sees what of it."""
