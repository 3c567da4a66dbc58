import pytest
from conftest import STATION


def test_f_01_make_a_station(dienst):
    assert dienst.post("/stationen", {**STATION, "farbe": "blau"}) == (201, STATION)
    assert dienst.get("/stationen") == (200, [STATION])


def test_f_01_a_name_is_text(dienst):
    assert dienst.post("/stationen", {**STATION, "name": 1})[0] == 400


@pytest.mark.parametrize("name", ["ab", "a" * 20, "0-9", "--"])
def test_f_02_good_ids(dienst, name):
    assert dienst.post("/stationen", {**STATION, "id": name})[0] == 201


@pytest.mark.parametrize("name", ["a", "a" * 21, "Ab", "a b", "a_b", "äh", "", "ab\n", 12, None])
def test_f_02_bad_ids(dienst, name):
    assert dienst.post("/stationen", {**STATION, "id": name}) == (400, {"fehler": "ungueltige id"})
    assert dienst.get("/stationen") == (200, [])


def test_f_03_a_station_exists_once(muehle):
    assert muehle.post("/stationen", {**STATION, "name": "andere"}) == (409, {"fehler": "station existiert"})
    assert muehle.get("/stationen") == (200, [STATION])


@pytest.mark.parametrize(
    ("first", "second"), [(180, 180), (240, 180), ("180", 240), (180, 240.5), (None, 240), (180, None), (True, 240)]
)
def test_f_04_bad_warning_levels(dienst, first, second):
    body = {**STATION, "warnstufe_1": first, "warnstufe_2": second}
    assert dienst.post("/stationen", body) == (400, {"fehler": "ungueltige warnstufen"})


def test_f_04_just_below(dienst):
    assert dienst.post("/stationen", {**STATION, "warnstufe_1": 239})[0] == 201


def test_f_05_all_stations_by_id(dienst):
    for name in ("wehr", "bach", "muehle"):
        dienst.post("/stationen", {**STATION, "id": name})
    status, found = dienst.get("/stationen")
    assert (status, [station["id"] for station in found]) == (200, ["bach", "muehle", "wehr"])


def test_f_06_delete_with_all_values(muehle):
    muehle.post("/stationen/muehle/werte", {"zeit": "2025-06-01T12:00:00Z", "cm": 190})
    assert muehle.raw("DELETE", "/stationen/muehle")[::2] == (204, b"")
    assert muehle.get("/stationen") == (200, [])
    muehle.post("/stationen", STATION)
    assert muehle.get("/stationen/muehle/werte") == (200, [])
