"""Workbooks as LibreOffice opens them."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def open_in_libreoffice(workbook: bytes, folder: Path) -> dict[str, list[list[str]]]:
    """What each sheet shows, by its name."""
    (folder / "sheet.xlsx").write_bytes(workbook)
    soffice = shutil.which("soffice")
    options = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    convert = ["--convert-to", ALL_SHEETS, "--outdir", folder, folder / "sheet.xlsx"]
    subprocess.run([soffice, *options, *convert], check=True, capture_output=True, timeout=180)
    return {path.stem.removeprefix("sheet-"): _lines(path) for path in folder.glob("sheet-*.csv")}


def _lines(path: Path) -> list[list[str]]:
    """The cells of each line; a cell may hold several lines."""
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))
