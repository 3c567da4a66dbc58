"""The SQLite file."""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS stationen (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, warnstufe_1 INTEGER NOT NULL, warnstufe_2 INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS werte (
    station TEXT NOT NULL, zeit TEXT NOT NULL, cm INTEGER NOT NULL, PRIMARY KEY (station, zeit)
);
"""


class Speicher:
    """Stations and values as dicts with the keys of their JSON; every change is on the disk when a method returns."""

    def __init__(self, path: str) -> None:
        self._lock = Lock()  # requests come in threads of their own
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(TABLES)

    def _read(self, query: str, *values: object) -> list[dict[str, Any]]:
        with self._lock:
            return [dict(row) for row in self._connection.execute(query, values)]

    def stationen(self) -> list[dict[str, Any]]:
        """All stations, sorted by their IDs."""
        return self._read("SELECT id, name, warnstufe_1, warnstufe_2 FROM stationen ORDER BY id")

    def station(self, name: str) -> dict[str, Any] | None:
        found = self._read("SELECT id, name, warnstufe_1, warnstufe_2 FROM stationen WHERE id = ?", name)
        return found[0] if found else None

    def anlegen(self, station: dict[str, Any]) -> bool:
        """Keep a new station; whether there was none of that ID."""
        with self._lock, self._connection as changed:
            insert = "INSERT OR IGNORE INTO stationen VALUES (:id, :name, :warnstufe_1, :warnstufe_2)"
            return changed.execute(insert, station).rowcount == 1

    def loeschen(self, station: str) -> None:
        """Take a station away with all its values."""
        with self._lock, self._connection as changed:
            changed.execute("DELETE FROM werte WHERE station = ?", (station,))
            changed.execute("DELETE FROM stationen WHERE id = ?", (station,))

    def setzen(self, station: str, zeit: str, cm: int) -> bool:
        """Keep a value in place of an older one of that time; whether there was none."""
        with self._lock, self._connection as changed:
            old = changed.execute("SELECT cm FROM werte WHERE station = ? AND zeit = ?", (station, zeit)).fetchone()
            changed.execute("INSERT OR REPLACE INTO werte VALUES (?, ?, ?)", (station, zeit, cm))
        return old is None

    def werte(self, station: str, von: str | None = None, bis: str | None = None) -> list[dict[str, Any]]:
        """The values from the one time to the other, both included, the newest first."""
        query, values = "SELECT zeit, cm FROM werte WHERE station = ?", [station]
        if von is not None:
            query, values = f"{query} AND zeit >= ?", [*values, von]
        if bis is not None:
            query, values = f"{query} AND zeit <= ?", [*values, bis]
        return self._read(f"{query} ORDER BY zeit DESC", *values)

    def neuester(self, station: str) -> int | None:
        """The newest value in centimetres."""
        found = self._read("SELECT cm FROM werte WHERE station = ? ORDER BY zeit DESC LIMIT 1", station)
        return found[0]["cm"] if found else None
