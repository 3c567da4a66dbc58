"""How high the water stands: of one station, and of all that give a warning."""

from __future__ import annotations

from typing import Any

from pegel.anfrage import Anfrage, Antwort
from pegel.speicher import Speicher


def stufe(speicher: Speicher, station: dict[str, Any]) -> dict[str, int | None]:
    """The warning level and the newest value; None for both where there is no value yet."""
    cm = speicher.neuester(station["id"])
    if cm is None:
        return {"stufe": None, "cm": None}
    if cm >= station["warnstufe_2"]:
        return {"stufe": 2, "cm": cm}
    return {"stufe": 1 if cm >= station["warnstufe_1"] else 0, "cm": cm}


def einer_station(anfrage: Anfrage) -> Antwort:
    station = anfrage.speicher.station(anfrage.teile["id"])
    assert station, "the server answers for unknown stations"
    return 200, stufe(anfrage.speicher, station)


def lage(anfrage: Anfrage) -> Antwort:
    alle = [{**station, **stufe(anfrage.speicher, station)} for station in anfrage.speicher.stationen()]
    warnend = [station for station in alle if station["stufe"]]
    return 200, sorted(warnend, key=lambda station: (-station["stufe"], station["id"]))


ROUTES = [
    ("GET", "/stationen/{id}/stufe", einer_station),
    ("GET", "/lage", lage),
]
