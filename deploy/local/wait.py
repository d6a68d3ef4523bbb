"""Waiting for a fact, with an end; and ports that are free."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable

PORTS = range(20_000, 32_000)  # tests that run side by side take a share each


class NotReady(Exception):
    """What was waited for did not come; the message says what."""


def until(fact: Callable[[], bool], what: str, timeout_s: float, pause_s: float = 0.05) -> None:
    """Ask `fact` again and again until it holds."""
    deadline = time.monotonic() + timeout_s
    while not fact():
        if time.monotonic() > deadline:
            raise NotReady(f"{what}: not within {timeout_s:g} s")
        time.sleep(pause_s)


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Below the range that the kernel gives to outgoing connections, so nobody takes it in between."""
    while True:
        port = random.choice(PORTS)
        if port_is_free(port):
            return port


def listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), 3).close()
    except OSError:
        return False
    return True
