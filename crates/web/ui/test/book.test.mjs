// What is kept, what is to be sent, and what is decided when two wrote the same cell.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Book } from "../build/book.js";
import { LONGEST_PAUSE, growingPause, retryAfter } from "../build/pause.js";

const text = (value, status = "known", note = "") => ({ value, status, note });

function book(page) {
  const made = new Book((element) => page[element]);
  for (const element of Object.keys(page)) made.add(element, 3, { ...page[element] });
  return made;
}

test("only changed cells are sent, with their revisions", () => {
  const page = { A: text("1"), B: text("2") };
  const made = book(page);
  assert.equal(made.unsaved(), false);
  page.B = text("5");
  assert.deepEqual(made.changed(), [{ element: "B", revision: 3, ...text("5") }]);
});

test("what was typed while a request was under way is still to be sent", () => {
  const page = { A: text("1") };
  const made = book(page);
  page.A = text("2");
  const sent = made.changed();
  page.A = text("23");
  assert.deepEqual(made.accept(sent, [{ element: "A", revision: 4 }]), []);
  assert.deepEqual(made.changed(), [{ element: "A", revision: 4, ...text("23") }]);
});

test("a cell that the answer passes over is not taken for kept", () => {
  const page = { A: text("1") };
  const made = book(page);
  page.A = text("2");
  assert.equal(made.accept(made.changed(), []).length, 1);
  assert.equal(made.unsaved(), true);
});

test("a conflict waits for a decision and the other cells go on", () => {
  const page = { A: text("1"), B: text("2") };
  const made = book(page);
  page.A = text("10");
  page.B = text("20");
  const theirs = { element: "A", revision: 7, who: "Office of X", ...text("11") };
  assert.deepEqual(made.clash([theirs]), [theirs]);
  assert.deepEqual(made.changed().map((cell) => cell.element), ["B"]);
  assert.equal(made.unsaved(), true);
  made.settle(theirs);
  assert.deepEqual(made.changed().find((cell) => cell.element === "A"), { element: "A", revision: 7, ...text("10") });
});

test("taking theirs leaves nothing to send", () => {
  const page = { A: text("1") };
  const made = book(page);
  page.A = text("10");
  const theirs = { element: "A", revision: 7, who: "Office of X", ...text("11", "estimated", "n") };
  made.clash([theirs]);
  made.settle(theirs);
  page.A = text("11", "estimated", "n");
  assert.equal(made.unsaved(), false);
});

test("where both wrote the same there is nothing to decide", () => {
  const page = { A: text("1") };
  const made = book(page);
  page.A = text("10");
  assert.deepEqual(made.clash([{ element: "A", revision: 7, who: "us, before the line broke", ...text("10") }]), []);
  assert.equal(made.unsaved(), false);
  assert.equal(made.revision("A"), 7);
});

test("a cell whose request got no answer goes again, even when its text is put back", () => {
  const page = { A: text("1") };
  const made = book(page);
  page.A = text("2");
  made.doubt(made.changed());
  page.A = text("1");
  assert.equal(made.changed().length, 1);
  made.accept(made.changed(), [{ element: "A", revision: 5 }]);
  assert.equal(made.unsaved(), false);
});

test("pauses grow to thirty seconds, and a server's wish is kept", () => {
  assert.deepEqual([1, 2, 3, 6, 40].map(growingPause), [1000, 2000, 4000, LONGEST_PAUSE, LONGEST_PAUSE]);
  assert.equal(retryAfter("5", 0), 5000);
  assert.equal(retryAfter("Thu, 01 Jan 1970 00:01:00 GMT", 20_000), 40_000);
  assert.equal(retryAfter("soon", 0), undefined);
  assert.equal(retryAfter(null, 0), undefined);
});
