"""Own rows as points and shapes for the office's own map programs, where PostGIS is at hand."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

VIEW = """
CREATE VIEW own_places AS
SELECT p.name AS id, p.scope AS layer, l.body::jsonb ->> 'title' AS layer_title,
       b ->> 'name_zh' AS name_zh, b ->> 'name_en' AS name_en, b ->> 'country' AS country,
       b ->> 'state' AS state, b ->> 'type' AS type, b ->> 'operator' AS operator,
       CASE WHEN b ->> 'wkt' IS NOT NULL THEN ST_GeomFromText(b ->> 'wkt', 4326)
            WHEN b ->> 'lon' IS NOT NULL
            THEN ST_SetSRID(ST_MakePoint((b ->> 'lon')::float8, (b ->> 'lat')::float8), 4326)
       END AS geom
FROM records p
JOIN records l ON l.scope = 'layers' AND l.name = p.scope
CROSS JOIN LATERAL (SELECT p.body::jsonb AS b) AS body
WHERE p.live AND l.live
"""


def upgrade() -> None:
    """Create the view if PostGIS is there or may be switched on; the app itself does without."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS postgis"))
    except sa.exc.DBAPIError:
        return  # not installed on the server, or not allowed to this user
    op.execute(VIEW)
