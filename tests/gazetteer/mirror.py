"""A small server of files on loopback, laid out as GeoNames' is; what it does wrong can be said request by request."""

import io
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def zipped(name, text):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "of GeoNames")
        archive.writestr(name, text)
    return packed.getvalue()


class Mirror:
    """`files` by path; `odd` holds for a path what to do at its next requests, in order; `asked` what was asked."""

    def __init__(self, address):
        self.address = address
        self.files = {}
        self.tags = {}
        self.odd = {}
        self.asked = []
        self.closing = threading.Event()

    def answer(self, request):
        ranged = request.headers.get("Range")
        self.asked.append((request.path, ranged))
        content = self.files.get(request.path)
        if content is None:
            return request.send_error(404)
        todo = self.odd.get(request.path)
        if todo:
            return todo.pop(0)(request, self, content)
        return self.whole(request, content)

    def whole(self, request, content):
        tag = self.tags.get(request.path, '"1"')
        start = int(request.headers.get("Range", "bytes=0-")[6:-1])
        if not start or request.headers.get("If-Range") != tag:
            return send(request, 200, content, {"ETag": tag})
        total = len(content)
        if start >= total:
            return send(request, 416, b"", {"Content-Range": f"bytes */{total}"})
        return send(request, 206, content[start:], {"ETag": tag, "Content-Range": f"bytes {start}-{total - 1}/{total}"})


def send(request, status, content, headers, length=None):
    request.send_response(status)
    for name, value in {"Content-Length": str(len(content) if length is None else length), **headers}.items():
        if value:
            request.send_header(name, value)
    request.end_headers()
    request.wfile.write(content)


def breaks_off(at, tag='"1"'):
    """Sends so many bytes and closes the connection."""

    def do(request, mirror, content):
        send(request, 200, content[:at], {"ETag": tag}, length=len(content))

    return do


def hangs(at):
    """Sends so many bytes and then nothing."""

    def do(request, mirror, content):
        send(request, 200, content[:at], {"ETag": '"1"'}, length=len(content))
        request.wfile.flush()
        mirror.closing.wait()

    return do


def fails(status):
    return lambda request, mirror, content: request.send_error(status)


def ignores_range(request, mirror, content):
    send(request, 200, content, {"ETag": mirror.tags.get(request.path, '"1"')})


def sends(content, **headers):
    return lambda request, mirror, _: send(request, 200, content, headers)


@contextmanager
def serving():
    """A mirror without files, on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            mirror.answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mirror = Mirror(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield mirror
    finally:
        mirror.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
