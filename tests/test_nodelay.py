"""The server's connections do not hold back small packets."""

import socket

from corridors.ui import nodelay


def waits(one: socket.socket) -> bool:
    """Whether Nagle's algorithm is on."""
    return not one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_connections_that_are_open_and_yet_to_come_send_at_once() -> None:
    with socket.socket() as server:  # opened as Streamlit does it
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname()), server.accept()[0] as before:
            assert waits(before)
            nodelay.send_at_once()
            assert not waits(before)
        with socket.create_connection(server.getsockname()), server.accept()[0] as after:
            assert not waits(after)


def test_other_sockets_are_left_alone() -> None:
    with socket.socket(type=socket.SOCK_DGRAM), socket.socket() as closed:
        closed.close()
        nodelay.send_at_once()
