import subprocess
import sys
from pathlib import Path

MEASURE = "import time; begin = time.perf_counter(); import quantia; print(time.perf_counter() - begin)"


def test_qr_001_imported_in_20_milliseconds():
    runs = [
        float(
            subprocess.run(
                [sys.executable, "-c", MEASURE], cwd=Path(__file__).parent.parent, capture_output=True
            ).stdout
        )
        for _ in range(5)
    ]
    assert min(runs) < 0.020
