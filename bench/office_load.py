#!/usr/bin/env python3
"""Asks an office for the pages people look at most, over HTTP, and prints how long they took.

    office_load.py PROGRAM DATA UNITS REQUESTS

Starts `PROGRAM serve` on a free port; accounts are made with `PROGRAM invite`. A page is asked for once first, cold;
then REQUESTS times over four connections at once, each time another unit, class, province or month. Each connection has an
account of its own for each page: one account may ask 25 times a second, and 250 times at once after a rest.
"""
import http.client
import random
import re
import subprocess
import sys
import threading
import time
import urllib.parse

program, data, units, requests = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
CONNECTIONS = 4
PHRASE = "a phrase for the bench"
rng = random.Random(7)


def run(*arguments):
    return subprocess.run([program, *arguments, "--data", data], check=True, capture_output=True, text=True).stdout


def invited(login, unit, role):
    out = run("invite", "--login", login, "--body", f"{unit}-PO", "--role", role, "--unit", unit)
    return re.search(r"/welcome/(\S+)", out).group(0)


class Visitor:
    """A connection that is kept, with its cookies."""

    def __init__(self, port, cookies=None):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        self.cookies = dict(cookies or {})

    def ask(self, path, form=None, json=None):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if json is not None:
            import json as text
            body = text.dumps(json)
            headers["Content-Type"] = "application/json"
        self.http.request("GET" if body is None else "POST", path, body, headers)
        answer = self.http.getresponse()
        page = answer.read()
        for header, value in answer.getheaders():
            if header.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.split(";")[0]
        return answer.status, page

    def sign_in(self, login):
        status, _ = self.ask("/sign-in", {"login": login, "passphrase": PHRASE})
        assert status == 303, (login, status)


def memory(pid):
    with open(f"/proc/{pid}/status") as f:
        kib = {line.split(":")[0]: int(line.split()[1]) for line in f if line.startswith(("VmRSS", "VmHWM"))}
    return kib["VmRSS"] >> 10, kib["VmHWM"] >> 10


def timed(visitor, path):
    begun = time.perf_counter()
    status, page = visitor.ask(path)
    while status == 429:
        # It is being worked out, and takes longer than anybody is let wait.
        time.sleep(1)
        status, page = visitor.ask(path)
    took = time.perf_counter() - begun
    assert status in (200, 303), (path, status, page[:300])
    return took, len(page)


def measure(port, crowd, paths):
    """Seconds of each, over several connections at once, each with the cookies of another account."""
    took, waiting, lock = [], list(paths), threading.Lock()

    def one(cookies):
        visitor = Visitor(port, cookies)
        while True:
            with lock:
                if not waiting:
                    return
                path = waiting.pop()
            found = timed(visitor, path)
            with lock:
                took.append(found)

    threads = [threading.Thread(target=one, args=(cookies,)) for cookies in crowd]
    begun = time.perf_counter()
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return took, time.perf_counter() - begun


def told(name, cold, took, wall):
    times = sorted(seconds * 1000 for seconds, _ in took)
    at = lambda share: times[min(len(times) - 1, int(len(times) * share))]
    size = max(size for _, size in took) >> 10
    print(f"{name:34} {cold * 1000:9.0f} {at(.5):8.1f} {at(.95):8.1f} {at(.99):8.1f} {times[-1]:8.1f} "
          f"{len(times) / wall:8.0f} {size:6} KiB", flush=True)


links = [(login, invited(login, unit, role)) for login, unit, role in
         [("designer", "N", "designer"), ("reader", "N", "reader"), ("province", "P05", "reader")]
         + [(f"county{n}", f"U{n:06d}", "reporter") for n in range(8)]
         + [(f"reader{n}", "N", "reader") for n in range(10 * CONNECTIONS)]
         + [(f"province{n}", "P05", "reader") for n in range(2 * CONNECTIONS)]]
server = subprocess.Popen([program, "serve", "--data", data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
try:
    port = int(re.search(r":(\d+)", server.stdout.readline()).group(1))
    for login, link in links:
        status, _ = Visitor(port).ask(link, {"passphrase": PHRASE, "again": PHRASE})
        assert status == 303, (login, status)
    reader, province = Visitor(port), Visitor(port)
    reader.sign_in("reader")
    province.sign_in("province")
    fresh = {"reader": iter(range(10 * CONNECTIONS)), "province": iter(range(2 * CONNECTIONS))}

    def crowd(who):
        """Accounts that have asked for nothing yet, one for each connection."""
        visitors = [Visitor(port) for _ in range(CONNECTIONS)]
        for visitor in visitors:
            visitor.sign_in(f"{who}{next(fresh[who])}")
        return [visitor.cookies for visitor in visitors]

    # Who signs in hashes a passphrase, which takes 19 MiB; what is measured begins after it.
    print(f"memory before the first page: {memory(server.pid)[0]} MiB")
    print(f"{'page':34} {'cold ms':>9} {'p50':>8} {'p95':>8} {'p99':>8} {'most':>8} {'a second':>8} {'largest':>10}")
    unit = lambda: f"/units/U{rng.randrange(units):06d}"
    months = [f"{2025 - back // 12}-{12 - back % 12:02d}" for back in range(24)]
    # The province asked for again and again: its forms of the last twelve months.
    roll_up = lambda: f"/units/P{rng.randrange(31):02d}/figures?dataset=F{rng.randrange(5)}&period={rng.choice(months[:12])}"
    anywhere = lambda: f"/units/P{rng.randrange(31):02d}/figures?dataset=F{rng.randrange(5)}&period={rng.randrange(2018, 2025)}-{rng.randrange(1, 13):02d}"
    classes = lambda: f"/standings/year?class=K{rng.randrange(4)}&after={200 * rng.randrange(4)}"
    pages = [
        ("class table (national reader)", classes),
        ("unit page", unit),
        ("roll-up, last 12 months", roll_up),
        ("roll-up, any month since 2018", anywhere),
        ("roll-up of the nation, 12 months", lambda: f"/units/N/figures?dataset=F{rng.randrange(5)}&period={rng.choice(months[:12])}"),
        ("search", lambda: f"/units?q=County {rng.randrange(units)}".replace(" ", "%20")),
        ("home", lambda: "/"),
    ]
    for name, page in pages:
        cold, _ = timed(reader, page())
        took, wall = measure(port, crowd("reader"), [page() for _ in range(requests)])
        told(name, cold, took, wall)
    own = [f"U{n:06d}" for n in range(5, units, 31)]
    for name, page in [("class table (province)", classes), ("unit page (province)", lambda: f"/units/{rng.choice(own)}")]:
        cold, _ = timed(province, page())
        told(name, cold, *measure(port, crowd("province"), [page() for _ in range(requests)]))
    cold, _ = timed(reader, "/standings/year/U000017")
    told("explanation of a result", cold, *measure(port, crowd("reader"), [f"/standings/year/U{rng.randrange(units):06d}" for _ in range(8)]))
    print("memory: %d MiB now, %d MiB at most" % memory(server.pid))

    # Counties submit while others look: every submission changes figures of the year that is scored.
    designer = Visitor(port)
    designer.sign_in("designer")
    for form in range(5):
        designer.ask("/openings", {"dataset": f"F{form}", "period": "2025-12"})
    stop, sent, lock = threading.Event(), [], threading.Lock()

    def county(n):
        visitor = Visitor(port)
        visitor.sign_in(f"county{n}")
        import json as text
        status, page = visitor.ask("/api/v1/returns")
        answer = text.loads(page)
        for row in answer.get("returns", answer) if isinstance(answer, dict) else answer:
            number = row["number"]
            if row["state"] != "open":
                continue
            _, page = visitor.ask(f"/api/v1/returns/{number}")
            cells = [{"element": c["element"], "revision": c["revision"], "value": "201", "status": "known", "note": ""}
                     for c in text.loads(page)["cells"]]
            status, page = visitor.ask(f"/api/v1/returns/{number}/cells", json={"cells": cells})
            assert status == 200, (status, page)
            begun = time.perf_counter()
            status, page = visitor.ask(f"/api/v1/returns/{number}/submissions", json={})
            assert status in (200, 201), (status, page)
            with lock:
                sent.append(time.perf_counter() - begun)
            if stop.wait(0.4):
                return

    counties = [threading.Thread(target=county, args=(n,)) for n in range(8)]
    [thread.start() for thread in counties]
    took = measure(port, crowd("reader"), [classes() for _ in range(requests)])
    told("class table, while submitted", took[0][0][0], *took)
    took = measure(port, crowd("reader"), [unit() for _ in range(requests)])
    told("unit page, while submitted", took[0][0][0], *took)
    stop.set()
    [thread.join() for thread in counties]
    sent.sort()
    if sent:
        print(f"submissions meanwhile: {len(sent)}, p50 {sent[len(sent) // 2] * 1000:.0f} ms, most {sent[-1] * 1000:.0f} ms")
    print("memory: %d MiB now, %d MiB at most" % memory(server.pid))
finally:
    server.terminate()
    server.wait()
