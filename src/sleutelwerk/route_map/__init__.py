"""The route map (routekaart): questions that lead from an assignment to the fitting profile."""
