"""Values of a station: take and list."""

from __future__ import annotations

import re
from datetime import datetime

from pegel.anfrage import Abgelehnt, Anfrage, Antwort, ist_ganzzahl

ZEIT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def annehmen(anfrage: Anfrage) -> Antwort:
    rumpf = anfrage.objekt()
    zeit, cm = als_zeit(rumpf.get("zeit")), rumpf.get("cm")
    if not (ist_ganzzahl(cm) and 0 <= cm <= 2000):
        raise Abgelehnt(422, "wert ausserhalb des messbereichs")
    neu = anfrage.speicher.setzen(anfrage.teile["id"], zeit, cm)
    return 201 if neu else 200, {"zeit": zeit, "cm": cm}


def auflisten(anfrage: Anfrage) -> Antwort:
    von, bis = (als_zeit(anfrage.grenzen[name]) if name in anfrage.grenzen else None for name in ("von", "bis"))
    return 200, anfrage.speicher.werte(anfrage.teile["id"], von, bis)


def als_zeit(value: object) -> str:
    """The time as it was given; times of this form sort as text. Abgelehnt where it is none."""
    try:
        if not isinstance(value, str) or not ZEIT.fullmatch(value):
            raise ValueError(value)
        datetime.fromisoformat(value)
    except ValueError:
        raise Abgelehnt(400, "ungueltige zeit") from None
    return value


ROUTES = [
    ("POST", "/stationen/{id}/werte", annehmen),
    ("GET", "/stationen/{id}/werte", auflisten),
]
