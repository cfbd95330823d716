"""One visit to the app over its websocket, as a browser makes it but without a browser.

Speaks the protocol of the installed Streamlit: ``BackMsg`` up, ``ForwardMsg`` down, and a short
reference for a message that was sent before.
"""

import json
import time
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

PATIENCE = 60.0  # seconds for a connection or an answer
# A browser offers this, a token and the session it had; the second stands for a reader not signed in.
_OFFERS = ("streamlit", "PLACEHOLDER_AUTH_TOKEN")
_RUNS_KEPT = 2  # how many runs a message stays known, as `global.maxCachedMessageAge` has it
_FIELDS = {bool: "bool_value", int: "int_value", str: "string_value"}


class BrokenVisitError(Exception):
    """The connection ended, or the script on the server failed."""


class Visit:
    """A reader with one page open.

    Attributes
    ----------
    query : str
        What the address bar shows behind the question mark.
    widgets : dict
        The message that describes each widget on screen, by the widget's key, or a component's name.
    texts : list of str
        Text of the page on screen: HTML, Markdown, notices.
    pages : dict
        What each page is known as to the server, by the path of its address; the map's is empty.
    received : int
        Bytes of all messages so far, before compression.
    cookies : dict
        What the server, or a proxy before it, asked to keep.
    """

    def __init__(self, address: str, query: str = "") -> None:
        self.query = query
        self.widgets: dict[str, Any] = {}
        self.texts: list[str] = []
        self.received = 0
        self.cookies: dict[str, str] = {}
        self._host = urlsplit(address).netloc
        self._socket: ClientConnection | None = None
        self._forget()

    def _forget(self) -> None:
        self._page = ""
        self.pages: dict[str, str] = {}
        self._states: dict[str, WidgetState] = {}
        self._known: dict[str, tuple[int, ForwardMsg]] = {}
        self._runs = 0

    async def open(self, page: str = "") -> float:
        """Connect and run a page for the first time.

        Parameters
        ----------
        page : str
            Path of the page's address, empty for the map.

        Returns
        -------
        float
            Seconds until the page was complete.

        Raises
        ------
        BrokenVisitError
            If the app cannot be reached or its script fails.
        """
        self._forget()
        begun = time.perf_counter()
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._socket = await connect(
                f"ws://{self._host}/_stcore/stream",
                origin=Origin(f"http://{self._host}"),
                additional_headers={"Cookie": kept} if kept else None,
                subprotocols=[Subprotocol(offer) for offer in _OFFERS],
                max_size=None,
                open_timeout=PATIENCE,
                proxy=None,
            )
        except (OSError, TimeoutError, WebSocketException) as error:
            raise BrokenVisitError(f"no connection to {self._host}: {error}") from error
        if self._socket.response:
            for header in self._socket.response.headers.get_all("Set-Cookie"):
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        await self._run(ClientState(query_string=self.query, page_name=page))
        return time.perf_counter() - begun

    async def choose(self, **values: Any) -> float:
        """Set widgets by key and run the page again; returns the seconds until it was complete.

        A list is for a widget of several texts, a dict for a component, True for a switch, and None
        presses a button.

        Raises
        ------
        BrokenVisitError
            If there is no such widget on screen, or as :meth:`open`.
        """
        begun = time.perf_counter()
        pressed = []
        for key, value in values.items():
            if key not in self.widgets:
                raise BrokenVisitError(f"no widget {key!r} on this page: {sorted(self.widgets)}")
            state = _state(self.widgets[key].id, value)
            if value is None:
                pressed.append(state)
            else:
                self._states[state.id] = state
        await self._run(self._here(), pressed)
        return time.perf_counter() - begun

    async def turn_to(self, page: str) -> float:
        """Go to another page as the links of the title row do; returns seconds, raises as :meth:`open`."""
        begun = time.perf_counter()
        state = self._here()
        state.page_script_hash = self.pages[page]
        await self._run(state)
        return time.perf_counter() - begun

    async def close(self) -> None:
        """Leave, as a browser does whose window is shut."""
        if self._socket:
            await self._socket.close()

    def _here(self) -> ClientState:
        return ClientState(query_string=self.query, page_script_hash=self._page)

    async def _run(self, state: ClientState, pressed: list[WidgetState] | None = None) -> None:
        assert self._socket  # noqa: S101 - open() comes first
        state.widget_states.widgets.extend([*self._states.values(), *(pressed or [])])
        state.cached_message_hashes.extend(self._known)
        try:
            await self._socket.send(BackMsg(rerun_script=state).SerializeToString())
            while not self._take(await self._next()):
                pass
        except (OSError, TimeoutError, WebSocketException) as error:
            raise BrokenVisitError(f"the connection to {self._host} ended: {error}") from error

    async def _next(self) -> ForwardMsg:
        assert self._socket  # noqa: S101 - open() comes first
        data = await self._socket.recv(decode=False)
        self.received += len(data)
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "ref_hash":
            known = self._known[message.ref_hash][1]
            self._known[message.ref_hash] = self._runs, known
            return known
        if message.metadata.cacheable:
            self._known[message.hash] = self._runs, message
        return message

    def _take(self, message: ForwardMsg) -> bool:
        """Note what a message brings; True if it ends the run."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
            self.widgets, self.texts = {}, []
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
            self.pages = {p.url_pathname: p.page_script_hash for p in message.navigation.app_pages}
            self.pages[""] = next(p.page_script_hash for p in message.navigation.app_pages if p.is_default)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._show(message.delta.new_element)
        elif kind == "script_finished":
            return self._finish(message.script_finished)
        return False

    def _show(self, element: Element) -> None:
        kind = element.WhichOneof("type")
        inner: Any = getattr(element, kind) if kind else None
        if kind == "exception":
            raise BrokenVisitError(f"the script failed: {inner.type} {inner.message}")
        if kind in {"html", "markdown", "alert"}:
            self.texts.append(inner.body)
        identifier = getattr(inner, "id", "")
        if kind == "component_instance":
            self.widgets[inner.component_name.rpartition(".")[2]] = inner
        elif identifier.startswith("$$ID-"):
            self.widgets[identifier.split("-", 2)[2]] = inner

    def _finish(self, how: int) -> bool:
        if how == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return False
        if how == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise BrokenVisitError("the script cannot be compiled")
        self._runs += 1
        oldest = self._runs - _RUNS_KEPT
        self._known = {name: (run, m) for name, (run, m) in self._known.items() if run >= oldest}
        return True


def _state(identifier: str, value: Any) -> WidgetState:
    """What a browser sends for a widget that has this value."""
    state = WidgetState(id=identifier)
    if value is None:
        state.trigger_value = True
    elif isinstance(value, list):
        state.string_array_value.data.extend(value)
    elif isinstance(value, dict):
        state.json_value = json.dumps(value)
    else:
        setattr(state, _FIELDS[type(value)], value)
    return state
