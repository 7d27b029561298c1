"""A wire between browser and server that a test can cut, hold, slow down and mend."""

import socket
import threading
import time
from contextlib import suppress


class Relay:
    """Passes bytes on; while it is cut it takes no connection, while it is held nothing passes."""

    def __init__(self, port: int) -> None:
        self._goal = port
        self._flows = threading.Event()
        self._flows.set()
        self._open: list[socket.socket] = []
        self._cut = False
        self._bytes_per_s = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        self._cut = True
        while self._open:
            _end(self._open.pop())

    def mend(self) -> None:
        self._cut = False
        self._bytes_per_s = 0
        self._flows.set()

    def slow(self, bytes_per_s: int) -> None:
        """Let so much pass on each connection."""
        self._bytes_per_s = bytes_per_s

    def hold(self) -> None:
        """Let connections stand, and nothing pass."""
        self._flows.clear()

    def close(self) -> None:
        self.mend()
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._cut:
                    _end(near)
                    continue
                far = socket.create_connection(("127.0.0.1", self._goal))
                self._open += (near, far)
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(1024 if self._bytes_per_s else 65536):
                self._flows.wait()
                other.sendall(data)
                if self._bytes_per_s:
                    time.sleep(len(data) / self._bytes_per_s)
        _end(one)
        _end(other)


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
