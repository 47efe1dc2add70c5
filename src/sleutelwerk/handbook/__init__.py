"""The handreiking: one designed PDF, composed from the library, the profiles and the route map."""
