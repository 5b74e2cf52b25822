"""Pictures as SVG: drawn by Vega-Lite, without scripts, each with words and a table that say the same."""

from reports.charts.heat_map import draw_heat_map
from reports.charts.picture import Picture
from reports.charts.ranking import draw_ranking
from reports.charts.trend import draw_trend

__all__ = ["Picture", "draw_heat_map", "draw_ranking", "draw_trend"]
