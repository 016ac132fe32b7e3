"""A visitor without a browser: speaks Streamlit's WebSocket protocol, so that a test can press a button 500 times."""

from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.sync.client import connect


class Visitor:
    """One tab: opens a page, sees its elements, changes widgets and presses buttons by their labels."""

    def __init__(self, port: int, cookie: str = "", *, origin: str = "", timeout_s: float = 20) -> None:
        self.timeout_s = timeout_s
        headers = {"Cookie": cookie} if cookie else {}
        self.socket = connect(
            f"ws://localhost:{port}/_stcore/stream",
            origin=origin or f"http://localhost:{port}",
            additional_headers=headers,
            subprotocols=["streamlit"],
            open_timeout=timeout_s,
            max_size=None,
        )
        self.elements: list[Any] = []
        self.states: dict[str, WidgetState] = {}
        self.page = ""
        self.query = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, what: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.close()

    def open(self, page: str, query: str = "") -> None:
        """Run a page by its name in the address, with its query string."""
        self.page, self.query, self.states = page, query, {}
        self._run()

    def type(self, label: str, text: str) -> None:
        """Fill the text field of this label; sent with the next press."""
        found = self._widget(label)
        self.states[found.id] = WidgetState(id=found.id, string_value=text)

    def press(self, label: str) -> None:
        """Press the button of this label and wait until the page has run."""
        found = self._widget(label)
        self._run(WidgetState(id=found.id, trigger_value=True))

    def sees(self, text: str) -> bool:
        """Whether the last run drew this text anywhere, also inside a component."""
        return any(text in str(element) for element in self.elements)

    def _widget(self, label: str) -> Any:
        for element in self.elements:
            kind = getattr(element, element.WhichOneof("type"))
            if getattr(kind, "label", None) == label:
                return kind
        raise LookupError(f"No widget is labelled {label}.")

    def _run(self, *pressed: WidgetState) -> None:
        message = BackMsg()
        message.rerun_script.page_name = self.page
        message.rerun_script.query_string = self.query
        message.rerun_script.widget_states.CopyFrom(WidgetStates(widgets=[*self.states.values(), *pressed]))
        self.socket.send(message.SerializeToString())
        self.elements = self._drawn()

    def _drawn(self) -> list[Any]:
        """What the run drew; when the page asks for another run, only what that one drew."""
        drawn: list[Any] = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(timeout=self.timeout_s))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                drawn = []
            elif kind == "delta" and message.delta.HasField("new_element"):
                drawn.append(message.delta.new_element)
            elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return drawn
