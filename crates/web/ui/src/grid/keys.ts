// Walking through the form by keyboard, as in a spreadsheet; Tab and everything inside a field stay the browser's.
import { FIELDS, type Row, fieldOf, open } from "./form.ts";
import type { Field } from "./place.ts";

/** The nearest row above or below that can be written to: accepted cells are passed. */
function beyond(rows: Row[], from: Row, field: Field, step: number): Row | undefined {
  for (let at = rows.indexOf(from) + step; at >= 0 && at < rows.length; at += step) {
    const row = rows[at];
    if (row && open(row, field)) return row;
  }
  return undefined;
}

/** Goes to a cell, its text selected so that typing replaces it. */
export function goTo(row: Row, field: Field): void {
  const control = row.controls[field];
  control?.focus();
  if (control instanceof HTMLInputElement) control.select();
  row.line.scrollIntoView({ block: "nearest" });
}

/** Whether the caret stands where the next step to that side would leave the text. A text selected whole has both ends. */
function atEnd(target: EventTarget | null, side: -1 | 1): boolean {
  if (!(target instanceof HTMLInputElement)) return true;
  const { selectionStart, selectionEnd, value } = target;
  if (value !== "" && selectionStart === 0 && selectionEnd === value.length) return true;
  if (selectionStart !== selectionEnd) return false;
  return side < 0 ? selectionStart === 0 : selectionEnd === value.length;
}

/** Moves if the key asks for it; says whether it did. */
export function walk(event: KeyboardEvent, rows: Row[], row: Row): boolean {
  const field = fieldOf(row, event.target);
  if (!field || event.altKey || event.ctrlKey || event.metaKey) return false;
  const isSelect = event.target instanceof HTMLSelectElement;
  if (event.key === "Enter" || (!isSelect && !event.shiftKey && (event.key === "ArrowDown" || event.key === "ArrowUp"))) {
    const up = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
    const next = beyond(rows, row, field, up ? -1 : 1);
    if (next) goTo(next, field);
    // Enter is always taken: in the last row it would otherwise send the form half filled.
    return next !== undefined || event.key === "Enter";
  }
  if (!event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    const side = event.key === "ArrowLeft" ? -1 : 1;
    if (!atEnd(event.target, side)) return false;
    const next = FIELDS.slice().sort((one, other) => side * (FIELDS.indexOf(one) - FIELDS.indexOf(other)))
      .filter((other) => side * (FIELDS.indexOf(other) - FIELDS.indexOf(field)) > 0)
      .find((other) => open(row, other));
    if (next) goTo(row, next);
    // In a select these keys would change the choice; leaving it must not.
    return next !== undefined || isSelect;
  }
  return false;
}
