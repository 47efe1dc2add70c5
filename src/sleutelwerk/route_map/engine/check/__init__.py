"""Checking a route map completely: every run, without going through them one by one, and everything at once."""

from sleutelwerk.route_map.engine.check.checking import Checked, check, check_document, check_map
from sleutelwerk.route_map.engine.check.figures import Figures, PartFigures, figures_of

__all__ = ["Checked", "Figures", "PartFigures", "check", "check_document", "check_map", "figures_of"]
