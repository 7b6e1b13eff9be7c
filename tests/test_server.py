"""The pages as served: the server holds the upload limit, heads every answer, and leaves nothing when it is stopped."""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import cli, main
from sim.ui.served import HEADERS, MOST_ITEMS, SETTINGS

ROOT = Path(__file__).parent.parent
STARTS = {
    "attrition app": ("-m", "sim", "app", "--no-browser", "--port={}"),
    "streamlit run": ("-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.address=127.0.0.1",
                      "--server.port={}"),
}  # fmt: skip
LARGE = 100_000_000
CHUNK = b"x" * 1_000_000


@contextmanager
def started(*arguments, folder=ROOT):
    """A server process and its port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, *(word.replace("{}", str(port)) for word in arguments)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            wait_for(port)
            yield process, port
        finally:
            process.kill()


def wait_for(port):
    for _ in range(240):
        try:
            return asked(port, "/_stcore/health")
        except OSError:
            time.sleep(0.25)
    raise TimeoutError


@pytest.fixture(scope="module", params=STARTS)
def server(request):
    with started(*STARTS[request.param]) as found:
        yield found


def asked(port, path):
    """Status and headers of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.headers


def visitor(port, token="", **asked_for):
    """An open page, asked for as the browser does, and the number of its session."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from websockets.asyncio.client import connect

    async def joined():
        message = BackMsg()
        message.rerun_script.query_string = ""
        for name, value in asked_for.items():
            setattr(message.rerun_script, name, value)
        cookie = {"Cookie": f"_streamlit_xsrf={token}"}
        line = await connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"],
                             additional_headers=cookie, max_size=None, close_timeout=0.1)  # fmt: skip
        await line.send(message.SerializeToString())
        while True:
            got = ForwardMsg.FromString(await line.recv())
            if got.HasField("new_session"):
                return line, got.new_session.initialize.session_id

    return joined()


async def put(port, size, *, chunked, times=1):
    """Statuses of uploads straight to the server, past the page."""
    token = asked(port, "/_stcore/health")[1]["Set-Cookie"].split(";")[0].partition("=")[2]
    line, session = await visitor(port, token)
    heads = {"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}",
             "Content-Type": "multipart/form-data; boundary=b"}  # fmt: skip
    path = f"/_stcore/upload_file/{session}/one"
    statuses = [await asyncio.to_thread(upload, port, path, heads, size, chunked) for _ in range(times)]
    await line.close()
    return statuses


def upload(port, path, heads, size, chunked):
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f.toml"\r\n\r\n'
    parts = [head, *([CHUNK] * (size // len(CHUNK))), b"\r\n--b--\r\n"]
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.putrequest("PUT", path)
        length = {"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": str(sum(map(len, parts)))}
        for name, text in {**heads, **length}.items():
            line.putheader(name, text)
        line.endheaders()
        try:
            for part in parts:
                line.send(b"%x\r\n%b\r\n" % (len(part), part) if chunked else part)
            if chunked:
                line.send(b"0\r\n\r\n")
        except OSError:
            pass  # the server has answered and does not listen to the rest
        return line.getresponse().status


def memory(process):
    """Resident memory (bytes)."""
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def stayed(port, seconds):
    """A visitor who looks at the first page: the server loads and keeps what it needs for it."""
    line, _session = await visitor(port)
    await asyncio.sleep(seconds)
    await line.close()


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_a_large_upload_past_the_page_is_refused_with_flat_memory(server, chunked):
    if not Path("/proc/self/statm").exists():
        pytest.skip("the memory of another process is read from /proc, which this system has not")
    process, port = server
    asyncio.run(stayed(port, 10.0))
    asyncio.run(put(port, LARGE, chunked=chunked))
    before = memory(process)
    statuses = asyncio.run(put(port, LARGE, chunked=chunked, times=4))
    assert (statuses, memory(process) - before < 30e6) == ([413] * 4, True)


def test_an_upload_of_a_scenario_is_taken(server):
    assert asyncio.run(put(server[1], 0, chunked=False)) == [204]


async def left(port, begun, **asked_for):
    """A visitor who asks for long work and closes the tab once it has begun."""
    line, _session = await visitor(port, **asked_for)
    for _ in range(600):
        if begun.exists():
            break
        await asyncio.sleep(0.1)
    line.transport.abort()
    return begun.exists()


def worked(process):
    """Seconds of processor time."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


BEGINS = """
import sys
from pathlib import Path
def begins(work):
    def told(*given, **named):
        Path({!r}).touch()
        return work(*given, **named)
    return told
"""
FLIPS = """
import time
from sim.study import answer
from sim.ui import flips
def long(*_given):
    for _ in range(200):
        until = time.thread_time() + 0.1
        while time.thread_time() < until:
            pass
        _given[-1]()
answer.flipped = begins(long)
flips._sentences = lambda asked, days, say: flips.flipped(asked, days)
from sim.__main__ import main
sys.exit(main())
"""
"""The program whose page of flips asks at once for what takes twenty seconds: a shipped scenario is soon done."""
BACKTEST = """
from datetime import date, timedelta
from functools import partial
from sim.study.series import read_series
from sim.ui import series_forecast, series_visit
once = series_forecast.backtest
def long(*given):
    return [once(*given) for _ in range(200)][-1]
series_forecast.backtest = begins(long)
days = [str(date(1950, 1, 1) + timedelta(n)) + "," + str(900 + 7 * n % 100) for n in range(25_000)]
made = read_series("\\n".join(["date,count", *days]).encode(), "made.csv")
series_visit.Visit = partial(series_visit.Visit, source="daily", series=made, record=(1e4, made.first))
from sim.__main__ import main
sys.exit(main())
"""
"""The program whose visitors have a file of seventy years and have asked for its backtest, two hundred times over."""
ABANDONED = {
    "flips": (FLIPS, {"page_name": "flips", "query_string": "v=1&scenario=sky-2024-10k-full&troops=12345"}),
    "backtest": (BACKTEST, {"page_name": "series"}),
}


def rests(process):
    """Whether a process has next to nothing to do, in one of the next spans of three seconds."""
    for _ in range(5):
        before = worked(process)
        time.sleep(3)
        if worked(process) - before < 0.1:
            return True
    return False


@pytest.mark.parametrize("work", ABANDONED)
def test_work_that_nobody_waits_for_ends(work, tmp_path):
    if not Path("/proc/self/stat").exists():
        pytest.skip("the time of another process is read from /proc, which this system has not")
    begun = tmp_path / "begun"
    program, asked_for = ABANDONED[work]
    with started("-c", BEGINS.format(str(begun)) + program, *STARTS["attrition app"][2:]) as (process, port):
        assert (asyncio.run(left(port, begun, **asked_for)), rests(process)) == (True, True)


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/no/such/page", "/static/none.js"])
def test_every_answer_is_headed(server, path):
    heads = asked(server[1], path)[1]
    assert {name: heads[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(("items", "status"), [(MOST_ITEMS, 200), (MOST_ITEMS + 1, 414), (5_000, 414)])
def test_an_address_that_the_page_would_not_see_is_refused(server, items, status):
    assert asked(server[1], "/flips?" + "&".join(f"x{number}=1" for number in range(items)))[0] == status


def test_the_address_is_told_and_streamlits_welcome_with_its_window_on_the_page_is_not_asked_for(monkeypatch):
    asked_for = {}

    class Served:
        def __init__(self, *_, **__):
            pass

        def run(self, config):
            asked_for.update(config)

    monkeypatch.setattr("sim.ui.served.App", Served)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = CliRunner().invoke(cli, ["app", f"--port={port}"]).output
    assert told.strip() == f"Attrition What-If: http://127.0.0.1:{port}"
    assert (asked_for["server.port"], asked_for["logger.hideWelcomeMessage"]) == (port, True)


def test_a_port_that_another_program_has_is_one_line_and_exit_code_two(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["app", "--no-browser", f"--port={port}"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n"), f"--port = {port}: cannot be had" in told.err) == ("", 1, True)


def test_the_settings_of_a_checkout_are_those_of_an_installed_program():
    import tomllib

    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert flat(written) == SETTINGS


def flat(tables, before=""):
    """Tables within tables as names with dots."""
    pairs = ((f"{before}{name}", value) for name, value in tables.items())
    return {
        k: v
        for name, value in pairs
        for k, v in (flat(value, f"{name}.") if isinstance(value, dict) else {name: value}).items()
    }


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_program_leaves_no_server(tmp_path, sign):
    (tmp_path / "sim.py").write_text("raise SystemExit('the wrong module')\n", encoding="utf-8")
    run = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from sim.__main__ import main; sys.exit(main())"
    with started("-P", "-c", run, *STARTS["attrition app"][2:], folder=tmp_path) as (process, port):
        process.send_signal(sign)
        process.wait(20)
        with pytest.raises(ConnectionRefusedError):
            asked(port, "/_stcore/health")
        assert b"Traceback" not in process.stdout.read()
