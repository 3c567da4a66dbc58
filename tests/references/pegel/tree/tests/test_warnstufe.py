import pytest
from conftest import STATION


@pytest.mark.parametrize(("cm", "stufe"), [(0, 0), (120, 0), (179, 0), (180, 1), (239, 1), (240, 2), (2000, 2)])
def test_f_12_the_level_of_the_newest_value(muehle, cm, stufe):
    muehle.post("/stationen/muehle/werte", {"zeit": "2025-06-01T12:00:00Z", "cm": cm})
    muehle.post("/stationen/muehle/werte", {"zeit": "2025-06-01T11:00:00Z", "cm": 200})
    assert muehle.get("/stationen/muehle/stufe") == (200, {"stufe": stufe, "cm": cm})


def test_f_13_no_value_yet(muehle):
    assert muehle.get("/stationen/muehle/stufe") == (200, {"stufe": None, "cm": None})


def test_f_14_the_highest_level_first(dienst):
    assert dienst.get("/lage") == (200, [])
    for name, cm in {"wehr": 180, "see": 250, "bach": 200, "muehle": 10, "alt": 240, "neu": None}.items():
        dienst.post("/stationen", {**STATION, "id": name})
        if cm is not None:
            dienst.post(f"/stationen/{name}/werte", {"zeit": "2025-06-01T12:00:00Z", "cm": cm})
    status, found = dienst.get("/lage")
    assert status == 200
    assert [(station["id"], station["stufe"]) for station in found] == [
        ("alt", 2),
        ("see", 2),
        ("bach", 1),
        ("wehr", 1),
    ]
