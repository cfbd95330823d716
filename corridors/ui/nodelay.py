"""Small answers leave the server at once.

Streamlit 1.67 opens its socket without naming the protocol, and so Python's event loop leaves Nagle's
algorithm on: an answer's second packet waits until the browser has acknowledged the first, which it puts
off for 40 ms. A page is some sixty files, and a filter some fifty messages. The library that would
cure it, uvloop, does not run on Windows.
"""

import gc
import socket
from contextlib import suppress


def send_at_once() -> None:
    """Turn waiting off for the TCP sockets of this process; connections yet to come inherit it.

    Nobody hands out the server's sockets, so they are looked for among all objects: once a process,
    and before anything is kept from the garbage collector, which then no longer tells of it.
    """
    for found in gc.get_objects():
        # The type itself: asking a foreign object whether it is an instance may run its code.
        if type(found) is socket.socket and found.family in (socket.AF_INET, socket.AF_INET6):
            with suppress(OSError):  # closed by now, or no TCP
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
