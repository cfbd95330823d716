"""Prints nginx's part of the app in several processes: ``python3 deploy/nginx.py 8501 8502 > FILE``.

FILE belongs into nginx's ``http`` block. The ports are those of the app's processes on this machine;
``HOST:PORT`` names one on another.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "nginx.conf.template"
HEADERS = HERE / "headers.conf"
# How long nginx leaves a process alone that refused it.
REST = "max_fails=1 fail_timeout=3s"


def configuration(
    apps: Sequence[str], listen: str = "80", certificate: str = "", headers: Path = HEADERS
) -> str:
    """The configuration for these processes.

    Parameters
    ----------
    apps : sequence of str
        Port on this machine or ``host:port`` of each process.
    listen : str
        Port, or address and port, that nginx listens on.
    certificate : str
        Path without ending of ``.pem`` (certificate chain) and ``.key``; empty for HTTP.
    headers : Path
        File with safety headers, included where it is.

    Raises
    ------
    ValueError
        If there is no process, one twice, or an address that is none.
    """
    places = [_place(app) for app in apps]
    if not places or len(set(places)) < len(places):
        raise ValueError("name the port of each process once")
    each = "\n".join(_home(number, places) for number in range(len(places)))
    tls = [f"    listen {listen} ssl;", f"    ssl_certificate {certificate}.pem;"]
    parts = {
        "ANY": "\n".join(f"    server {place} {REST};" for place in places),
        "EACH": each,
        "HOMES": "\n".join(f"    {number} corridors_{number};" for number in range(len(places))),
        "SERVED": "\n".join(
            f'    "~(^|[ ,]){re.escape(place)}$" {number};' for number, place in enumerate(places)
        ),
        "LISTEN": "\n".join([*tls, f"    ssl_certificate_key {certificate}.key;"])
        if certificate
        else f"    listen {listen};",
        "HEADERS": f"    include {headers};" if headers.exists() else "",
    }
    return re.sub(r"@([A-Z]+)@", lambda found: parts[found[1]], TEMPLATE.read_text(encoding="utf-8"))


def _place(app: str) -> str:
    host, _, port = app.rpartition(":")
    if not re.fullmatch(r"[\w.-]*", host) or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{app} is neither a port nor host:port")
    return f"{host or '127.0.0.1'}:{int(port)}"


def _home(number: int, places: Sequence[str]) -> str:
    """One process first, and the others for when it is gone."""
    lines = [f"upstream corridors_{number} {{", f"    server {places[number]} {REST};"]
    lines += [f"    server {place} {REST} backup;" for place in places if place != places[number]]
    return "\n".join([*lines, "}"])


def main() -> None:
    """Print the configuration."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("apps", nargs="+", metavar="PORT", help="port or host:port of each process")
    parser.add_argument("--listen", default="80", help="port nginx listens on (80; with --certificate 443)")
    parser.add_argument("--certificate", default="", metavar="PATH", help="PATH.pem and PATH.key: use HTTPS")
    chosen = parser.parse_args()
    listen = "443" if chosen.certificate and chosen.listen == "80" else chosen.listen
    try:
        sys.stdout.write(configuration(chosen.apps, listen, chosen.certificate))
    except ValueError as error:
        sys.exit(f"nginx: {error}")


if __name__ == "__main__":
    main()
