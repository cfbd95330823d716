"""Start the app with the interpreter this runs on; the one step that `make run` and run.cmd share.

Reads PORT, ADDRESS and CI from the environment; arguments go to ``streamlit run`` unchanged.
"""

import os
import socket
import sys
from pathlib import Path

from streamlit.web import cli

APP = Path(__file__).resolve().parent.parent / "app.py"
THIS_MACHINE = "127.0.0.1"
FIRST_PORT = 8501
PORTS_TRIED = 20


def is_free(address: str, port: int) -> bool:
    """Whether a server could listen on this address and TCP port now."""
    with socket.socket() as probe:
        if os.name == "posix":  # there a port just given up would count as taken for a minute
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def choose_port(address: str, wanted: str | None) -> int:
    """Return the port asked for, or the first free one from 8501 on.

    Raises
    ------
    SystemExit
        With a message, when the port asked for is no port or is taken, or when no port is free.
    """
    if wanted:
        if not wanted.isascii() or not wanted.isdigit() or not 0 < int(wanted) < 65536:
            sys.exit(f"run: PORT={wanted} 不是端口号。 PORT={wanted} is not a port number (1 to 65535).")
        if not is_free(address, int(wanted)):
            sys.exit(
                f"run: {address} 的端口 {wanted} 已被占用，或这不是本机的地址；请换一个 PORT 或 ADDRESS。\n"
                f"     port {wanted} on {address} is taken, or the address is not this machine's."
            )
        return int(wanted)
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if is_free(address, port):
            return port
    last = FIRST_PORT + PORTS_TRIED - 1
    sys.exit(
        f"run: {address} 上 {FIRST_PORT} 到 {last} 没有空闲端口；请用 PORT=… 指定，或核对 ADDRESS。\n"
        f"     no free port on {address} from {FIRST_PORT} to {last}; name one: PORT=…"
    )


def main() -> None:
    """Choose a port, say where the app will be, and hand over to Streamlit."""
    # The app fills this folder; Streamlit wants it there when it starts.
    APP.with_name("static").mkdir(exist_ok=True)
    address = os.environ.get("ADDRESS") or THIS_MACHINE
    port = choose_port(address, os.environ.get("PORT"))
    host = "localhost" if address == THIS_MACHINE else address
    options = [
        f"--server.address={address}",
        f"--server.port={port}",
        # Left unset, Streamlit asks a server on the internet for this machine's public address.
        f"--browser.serverAddress={host}",
    ]
    if os.environ.get("CI") or not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        options.append("--server.headless=true")
    sys.stdout.write(f"辽宁通道地图 Liaoning corridor map: http://{host}:{port}  (Ctrl+C 停止 / stops it)\n")
    sys.stdout.flush()
    cli.main(["run", str(APP), *options, *sys.argv[1:]])


if __name__ == "__main__":
    main()
