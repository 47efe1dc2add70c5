"""The pages of the route map, one function per address; each reads the visit and renders one template."""
