"""One worker of the application named by the first argument, started by `bench.server`.

It prints its port on standard output.
"""

import os
import socket
import sys
import threading

import uvicorn

from bench import baseline_app
from soulter import app as soulter_app
from soulter.server.protocol import GuardedHttp

APPLICATIONS = {
    "soulter": soulter_app.from_environment,
    "minimal": baseline_app.from_environment,
    "hello": baseline_app.hello,
}


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def main() -> None:
    """Serve until terminated, with the same options as `soulter serve`."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    config = uvicorn.Config(
        APPLICATIONS[sys.argv[1]],
        factory=True,
        loop="uvloop",
        http=GuardedHttp,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
