"""Stations: make, list, delete."""

from __future__ import annotations

import re

from pegel.anfrage import Abgelehnt, Anfrage, Antwort, ist_ganzzahl

ID = re.compile(r"[a-z0-9-]{2,20}")


def anlegen(anfrage: Anfrage) -> Antwort:
    rumpf = anfrage.objekt()
    station = {name: rumpf.get(name) for name in ("id", "name", "warnstufe_1", "warnstufe_2")}
    if not isinstance(station["id"], str) or not ID.fullmatch(station["id"]):
        raise Abgelehnt(400, "ungueltige id")
    if not isinstance(station["name"], str):
        raise Abgelehnt(400, "ungueltiger name")
    erste, zweite = station["warnstufe_1"], station["warnstufe_2"]
    if not (ist_ganzzahl(erste) and ist_ganzzahl(zweite) and erste < zweite):
        raise Abgelehnt(400, "ungueltige warnstufen")
    if not anfrage.speicher.anlegen(station):
        raise Abgelehnt(409, "station existiert")
    return 201, station


def auflisten(anfrage: Anfrage) -> Antwort:
    return 200, anfrage.speicher.stationen()


def loeschen(anfrage: Anfrage) -> Antwort:
    anfrage.speicher.loeschen(anfrage.teile["id"])
    return 204, None


ROUTES = [
    ("POST", "/stationen", anlegen),
    ("GET", "/stationen", auflisten),
    ("DELETE", "/stationen/{id}", loeschen),
]
