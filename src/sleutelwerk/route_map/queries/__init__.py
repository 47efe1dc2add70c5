"""What the pages of the route map may look up: the map made ready, the visitor's answers, and what they come to."""
