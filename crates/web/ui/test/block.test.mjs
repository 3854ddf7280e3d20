// What a spreadsheet puts on the clipboard, and where it goes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, readBlock } from "../build/block.js";
import { place } from "../build/place.js";

const FORM = ["A102_n", "A102_d", "A201_n", "A201_d"];
const isElement = (code) => FORM.includes(code);
const slots = (locked = []) => FORM.map((element) => ({ element, locked: locked.includes(element) }));

test("one line end at the end is the clipboard's, a second one is an empty cell", () => {
  assert.deepEqual(cut("1\r\n2\r\n", "\t"), [["1"], ["2"]]);
  assert.deepEqual(cut("1\n\n", "\t"), [["1"], [""]]);
  assert.deepEqual(cut("", "\t"), []);
  assert.deepEqual(cut("1\t", "\t"), [["1", ""]]);
});

test("a quoted cell keeps its breaks, tabs and quotes", () => {
  assert.deepEqual(cut('1\t"two\nlines, ""so"""\r\n2\tx', "\t"), [["1", 'two\nlines, "so"'], ["2", "x"]]);
});

test("a quote that somebody typed is only a sign", () => {
  assert.deepEqual(cut('"12 inch\t3\n5" pipe\t4', "\t"), [['"12 inch', "3"], ['5" pipe', "4"]]);
});

test("hard spaces and full-width digits stay as they were typed", () => {
  assert.deepEqual(readBlock("1\u00a0234\n２６３", isElement), [["1\u00a0234"], ["２６３"]]);
});

test("commas part cells only where codes stand first", () => {
  assert.deepEqual(readBlock("1,234\n5,678\n", isElement), [["1,234"], ["5,678"]]);
  assert.deepEqual(readBlock('A102_n,"1,234",counted\nA102_d,5\n', isElement), [["A102_n", "1,234", "counted"], ["A102_d", "5"]]);
});

test("one column fills values downward and tells what did not fit", () => {
  const { writes, over } = place([["1"], ["2"], ["3"]], slots(), "A201_n", "value");
  assert.deepEqual(writes.map((write) => `${write.element}.${write.field}=${write.text}`), ["A201_n.value=1", "A201_d.value=2"]);
  assert.equal(over, 1);
});

test("two columns are values and notes; in the note column only notes", () => {
  const two = place([["1", "a\nb"]], slots(), "A102_n", "value");
  assert.deepEqual(two.writes.map((write) => `${write.field}=${write.text}`), ["value=1", "note=a b"]);
  const notes = place([["a", "b"]], slots(), "A102_n", "note");
  assert.deepEqual(notes.writes.map((write) => `${write.field}=${write.text}`), ["note=a"]);
  assert.equal(notes.over, 1);
});

test("a locked row takes its line, so that the next ones stay beside their rows", () => {
  const { writes, over } = place([["1"], ["2"], ["3"]], slots(["A102_d"]), "A102_n", "value");
  assert.deepEqual(writes.map((write) => `${write.element}=${write.text}`), ["A102_n=1", "A201_n=3"]);
  assert.equal(over, 1);
});

test("codes in the first column find their rows from anywhere; unknown ones do not fit", () => {
  const block = readBlock("A201_d\t9\tnote\nA102_n\t7\nZ999\t1\n", isElement);
  const { writes, over } = place(block, slots(), "A201_n", "value");
  assert.deepEqual(writes.map((write) => `${write.element}.${write.field}=${write.text}`), ["A201_d.value=9", "A201_d.note=note", "A102_n.value=7"]);
  assert.equal(over, 1);
});
