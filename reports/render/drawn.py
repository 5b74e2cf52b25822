"""Draws the pictures of a page, when a page with pictures is rendered."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.model.pictures import Pictures

if TYPE_CHECKING:
    from reports.charts import Picture


@dataclass(frozen=True)
class Drawn:
    """The finished pictures of a page."""

    trends: "tuple[Picture, ...]" = ()
    rankings: "tuple[Picture, ...]" = ()
    heat_maps: "tuple[Picture, ...]" = ()


def draw_pictures(pictures: Pictures) -> Drawn:
    """Return the pictures as drawings; no chart library is loaded where there are none."""
    if not (pictures.trends or pictures.rankings or pictures.heat_maps):
        return Drawn()
    # Loading the library and its engine takes a second and 100 MiB: the portal serves pages without them.
    from reports.charts import draw_heat_map, draw_ranking, draw_trend

    return Drawn(
        trends=tuple(map(draw_trend, pictures.trends)),
        rankings=tuple(map(draw_ranking, pictures.rankings)),
        heat_maps=tuple(map(draw_heat_map, pictures.heat_maps)),
    )
