"""Every change to a deliberation: preparing it, opening the room, what happens in it, and what stays of it."""
