"""Messages to departments go to a mail server and to a chat's URL; without configuration nothing goes anywhere."""

import json
import socketserver
import threading
from contextlib import contextmanager
from datetime import date
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipelines.notify import Message

MESSAGE = Message(
    "product",
    date(2026, 11, 22),
    "[Koe] 商品開発部 お客様の声 週報",
    (
        "・「<注ぎ口>から漏れる」が48件(平常の幅20〜34件)と、増え始めました。",
        "https://koe.example/koe/current/product/",
    ),
    mail=("voc@example.co.jp",),
    webhook="koe_product",
)


class Mailbox(socketserver.StreamRequestHandler):
    """The least of SMTP that a client needs."""

    def handle(self):
        self._say("220 koe")
        for line in self.rfile:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self._say("354 go on")
                content = b""
                for part in self.rfile:
                    if part == b".\r\n":
                        break
                    content += part
                self.server.received.append(content)
            self._say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class Chat(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.received.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def serving(server):
    server.received = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def servers(airflow_database, monkeypatch):
    with (
        serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox)) as mail,
        serving(ThreadingHTTPServer(("127.0.0.1", 0), Chat)) as chat,
    ):
        smtp = {"conn_type": "smtp", "host": "127.0.0.1", "port": mail.server_address[1],
                "extra": {"disable_ssl": True, "disable_tls": True, "from_email": "koe@example.co.jp"}}  # fmt: skip
        url = f"http://127.0.0.1:{chat.server_address[1]}/hook"
        monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", json.dumps(smtp))
        monkeypatch.setenv("AIRFLOW_CONN_KOE_PRODUCT", json.dumps({"conn_type": "http", "password": url}))
        yield mail.received, chat.received


def test_a_message_arrives_by_mail_and_chat(servers, dag_bag):
    import koe_notify

    mails, chats = servers
    koe_notify.deliver(MESSAGE, {})
    assert chats == [{"text": MESSAGE.text}]
    [mail] = map(message_from_bytes, mails)
    assert str(make_header(decode_header(mail["subject"]))) == MESSAGE.subject
    assert mail["to"] == "voc@example.co.jp"
    body = next(part for part in mail.walk() if part.get_content_type() == "text/html")
    text = body.get_payload(decode=True).decode("utf-8")
    assert "「&lt;注ぎ口&gt;から漏れる」が48件" in text
    assert '<a href="https://koe.example/koe/current/product/">' in text
