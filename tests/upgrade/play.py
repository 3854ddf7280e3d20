"""Plays a few days in an office by its interface, so that its store holds something of everything.

    play.py ADDRESS LINK     the address of the office; the link of the steward of crates/cli/tests/small
"""
import json
import sys
import urllib.request

base, word = sys.argv[1] + "/api/v1", sys.argv[2].rsplit("/", 1)[1]
PHRASE = "kept for later versions"


def ask(token, path, body=None, kind="application/json"):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, {"Content-Type": kind})
    for header, value in token.items():
        request.add_header(header, value)
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
        cookie = (answer.headers.get("set-cookie") or "").split(";")[0]
    return (json.loads(text) if text else {}), cookie


def signed_in(login, word):
    ask({}, "/passphrases", {"invitation": word, "passphrase": PHRASE})
    _, cookie = ask({}, "/sessions", {"login": login, "passphrase": PHRASE})
    return {"cookie": cookie}


steward = signed_in("steward", word)


def post(login, body, role, unit):
    made, _ = ask(steward, "/accounts", {"login": login, "body": body, "post_zh": "岗", "post_en": "desk"})
    ask(steward, f"/accounts/{made['account']}/grants", {"role": role, "unit": unit})
    return signed_in(login, made["invitation"])


def form(who):
    found, _ = ask(who, "/returns")
    number = found["returns"][0]["number"]
    return f"/returns/{number}", ask(who, f"/returns/{number}")[0]


def cells(found, value, note=""):
    open_ones = [cell for cell in found["cells"] if not cell["locked"]]
    return {"cells": [{"element": cell["element"], "revision": cell["revision"], "value": value, "status": "known", "note": note} for cell in open_ones]}


centre = post("centre", "N-PO", "designer", "N")
first = post("first", "C1-PO", "reporter", "C1")
second = post("second", "C2-PO", "reporter", "C2")
nation = post("nation", "N-AP", "reviewer", "N")
verbs = ask(first, "/me")[0]["verbs"]
ask(first, "/tokens", {"label": "a program", "verbs": verbs, "days": 30})
ask(centre, "/openings", {"dataset": "cities", "period": "2025"})
# One is submitted, comes back and is submitted again; one is a draft still.
at, found = form(first)
ask(first, f"{at}/cells", cells(found, "12", "of the whole year"))
ask(first, f"{at}/evidence?name=list.csv", b"day,done\n1,12\n", "application/octet-stream")
ask(first | {"Idempotency-Key": "once"}, f"{at}/submissions", {})
seen, _ = ask(nation, at)
back = [{"element": seen["cells"][0]["element"], "reason": "more than last year"}]
ask(nation, f"{at}/reviews", {"revision": seen["revision"], "decision": "return", "cells": back})
ask(first, f"{at}/cells", cells(ask(first, at)[0], "11"))
ask(first, f"{at}/submissions", {})
at, found = form(second)
ask(second, f"{at}/cells", cells(found, "7"))
