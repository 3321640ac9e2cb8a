"""Five pages to scan, served on this machine: an annual bill with a box ticked beforehand, a clean one, and three more.

    python examples/pages/serve.py            # prints the addresses and serves until stopped
    hegui scan page http://127.0.0.1:8737/annual_bill/

What must be found on each stands in ``expected.yaml``. Another name of the same machine plays the tracker.
"""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
SCENES = ("annual_bill", "clean", "bundled", "no_refusal", "tracking_before_consent")
DOT = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


class Scenes(BaseHTTPRequestHandler):
    """Answers with the scenes, and as the tracker with a picture of one dot and a cookie."""

    def do_GET(self) -> None:
        """Answer one request."""
        path = self.path.partition("?")[0]
        if path == "/track.gif":
            self._send(DOT, "image/gif", "visitor=1; Path=/")
            return
        name = path.strip("/") or "clean"
        page = HERE / (f"{name}.html")
        if page.parent == HERE and page.is_file():
            text = page.read_text(encoding="utf-8").replace("{tracker}", f"http://localhost:{self.server.server_port}")
            self._send(text.encode(), "text/html; charset=utf-8")
        else:
            self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Print nothing for each request."""

    def _send(self, data: bytes, kind: str, cookie: str = "") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(data)


def server(port: int = 8737) -> ThreadingHTTPServer:
    """The server of the scenes, not yet running; port 0 takes any."""
    made = ThreadingHTTPServer(("127.0.0.1", port), Scenes)
    made.daemon_threads = True
    return made


if __name__ == "__main__":
    running = server(int(sys.argv[1]) if len(sys.argv) > 1 else 8737)
    for scene in SCENES:
        print(f"http://127.0.0.1:{running.server_port}/{scene}")
    running.serve_forever()
