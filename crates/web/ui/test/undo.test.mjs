// Taking steps back and again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { UndoStack } from "../build/undo.js";

const change = (before, after, element = "A") => ({ element, field: "value", before, after });

test("typing in one cell is one step until it is closed", () => {
  const stack = new UndoStack();
  stack.type(change("", "2"));
  stack.type(change("2", "26"));
  stack.close();
  stack.type(change("26", "263"));
  assert.deepEqual(stack.undo(), [change("26", "263")]);
  assert.deepEqual(stack.undo(), [change("", "26")]);
  assert.equal(stack.undo(), undefined);
});

test("another cell is another step, and a paste is one step of many cells", () => {
  const stack = new UndoStack();
  stack.type(change("", "1"));
  stack.type(change("", "2", "B"));
  stack.push([change("1", "5"), change("2", "6", "B"), change("x", "x", "C")]);
  assert.equal(stack.undo().length, 2);
  assert.equal(stack.undo()[0].element, "B");
});

test("redo takes again what undo took back, until something new is written", () => {
  const stack = new UndoStack();
  stack.push([change("", "1")]);
  stack.push([change("1", "2")]);
  stack.undo();
  stack.undo();
  assert.deepEqual(stack.redo(), [change("", "1")]);
  stack.type(change("1", "9"));
  assert.equal(stack.redo(), undefined);
  assert.deepEqual(stack.undo(), [change("1", "9")]);
});

test("a step that changes nothing is none", () => {
  const stack = new UndoStack();
  stack.push([change("1", "1")]);
  assert.equal(stack.undo(), undefined);
});
