import pytest
from conftest import STATION

WERTE = "/stationen/muehle/werte"
NOON = "2025-06-01T12:00:00Z"


@pytest.mark.parametrize("cm", [0, 190, 2000])
def test_f_07_take_a_value(muehle, cm):
    assert muehle.post(WERTE, {"zeit": NOON, "cm": cm}) == (201, {"zeit": NOON, "cm": cm})
    assert muehle.get(WERTE) == (200, [{"zeit": NOON, "cm": cm}])


@pytest.mark.parametrize("zeit", ["2025-06-01T12:00:00", "2025-06-01T12:00:00+02:00", "2025-02-30T12:00:00Z", 1, None])
def test_f_07_a_time_is_in_utc(muehle, zeit):
    assert muehle.post(WERTE, {"zeit": zeit, "cm": 1})[0] == 400


@pytest.mark.parametrize("cm", [12.5, "12", None])
def test_f_07_a_value_is_a_whole_number(muehle, cm):
    assert muehle.post(WERTE, {"zeit": NOON, "cm": cm})[0] == 422


@pytest.mark.parametrize("cm", [-1, 2001, 1.5, "12", None, True])
def test_f_08_outside_the_range(muehle, cm):
    assert muehle.post(WERTE, {"zeit": NOON, "cm": cm}) == (422, {"fehler": "wert ausserhalb des messbereichs"})
    assert muehle.get(WERTE) == (200, [])


def test_f_09_the_same_time_replaces(muehle):
    muehle.post(WERTE, {"zeit": NOON, "cm": 190})
    assert muehle.post(WERTE, {"zeit": NOON, "cm": 200}) == (200, {"zeit": NOON, "cm": 200})
    assert muehle.get(WERTE) == (200, [{"zeit": NOON, "cm": 200}])


def test_f_09_of_the_same_station_only(muehle):
    muehle.post("/stationen", {**STATION, "id": "wehr"})
    muehle.post(WERTE, {"zeit": NOON, "cm": 190})
    assert muehle.post("/stationen/wehr/werte", {"zeit": NOON, "cm": 200})[0] == 201
    assert muehle.get(WERTE) == (200, [{"zeit": NOON, "cm": 190}])


@pytest.mark.parametrize(
    ("query", "hours"),
    [
        ("", [14, 13, 12, 11]),
        ("?von=2025-06-01T12:00:00Z", [14, 13, 12]),
        ("?bis=2025-06-01T12:00:00Z", [12, 11]),
        ("?von=2025-06-01T12:00:00Z&bis=2025-06-01T13:00:00Z", [13, 12]),
        ("?von=2025-06-02T00%3A00%3A00Z", []),
    ],
)
def test_f_10_the_newest_first_within_limits(muehle, query, hours):
    for hour in (13, 11, 14, 12):
        muehle.post(WERTE, {"zeit": f"2025-06-01T{hour}:00:00Z", "cm": hour})
    status, found = muehle.get(f"{WERTE}{query}")
    assert (status, found) == (200, [{"zeit": f"2025-06-01T{hour}:00:00Z", "cm": hour} for hour in hours])


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", ""), ("GET", ""), ("GET", "/werte"), ("POST", "/werte"), ("GET", "/stufe"), ("GET", "/nichts")],
)
def test_f_11_unknown_station(muehle, method, path):
    assert muehle.ask(method, f"/stationen/wehr{path}") == (404, {"fehler": "station unbekannt"})
