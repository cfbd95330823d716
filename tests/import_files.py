"""Foreign files for the tests of the import, made in memory."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas
from openpyxl import Workbook
from shapely.geometry.base import BaseGeometry

from corridors.exchange.messages import RowProblem
from corridors.exchange.reading import Result

HEAD = ("名称", "国家", "经度", "纬度")
GOOD = ("甲园", "哈萨克斯坦", "71.43", "51.13")


def csv_bytes(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    return "\n".join(",".join(row) for row in (head, *rows)).encode()


def xlsx_bytes(*rows: tuple[object, ...], head: tuple[object, ...] = HEAD, title: str = "表") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in (head, *rows):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def shared_xlsx_bytes(*rows: tuple[str, ...]) -> bytes:
    """A workbook as Excel writes it: texts stand in a part of their own."""
    words = list(dict.fromkeys(cell for row in rows for cell in row))
    strings = "".join(f"<si><t>{word}</t></si>" for word in words)
    cells = [[f'<c t="s"><v>{words.index(cell)}</v></c>' for cell in row] for row in rows]
    sheet = "".join(f"<row>{''.join(row)}</row>" for row in cells)
    office = "http://schemas.openxmlformats.org"
    main = f"{office}/spreadsheetml/2006/main"
    kinds = f"{office}/officeDocument/2006/relationships"
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet_type}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheet_type}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{sheet_type}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kinds}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{kinds}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
    }
    return zip_bytes(**{name: content.encode() for name, content in parts.items()})


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def geojson_bytes(*features: dict[str, Any], **members: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features} | members).encode()


def gpkg_bytes(
    folder: Path, shapes: list[BaseGeometry | None], crs: str = "EPSG:4326", **columns: list[Any]
) -> bytes:
    path = folder / "made.gpkg"
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs)
    frame.to_file(path, driver="GPKG", layer="parks")
    return path.read_bytes()


def kml_bytes(*placemarks: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<Folder>{''.join(placemarks)}</Folder></Document></kml>"
    ).encode()


def zip_bytes(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def codes(result: Result) -> list[tuple[int, str, str]]:
    """Row, field and code of each problem."""
    return [(problem.row, problem.field, problem.code) for problem in result.problems]


def problem(result: Result) -> RowProblem:
    """The only problem."""
    assert len(result.problems) == 1, result.problems
    return result.problems[0]
