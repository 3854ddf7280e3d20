// The form as the server wrote it: its rows, and reading and writing a cell of one.
import type { Text } from "./book.ts";
import type { Field, Slot } from "./place.ts";

/** What holds the text of a cell. In a locked row the status may be a hidden input beside plain words. */
export type Control = HTMLInputElement | HTMLSelectElement;

/** A row, by the element it asks for. */
export interface Row extends Slot {
  line: HTMLTableRowElement;
  controls: Record<Field, Control | null>;
  revision: HTMLInputElement | null;
  check: HTMLElement | null;
}

const PREFIX: Record<Field, string> = { value: "v", status: "s", note: "n" };

/** Columns from left to right, as the arrow keys go. */
export const FIELDS: Field[] = ["value", "status", "note"];

/** All rows in the order of the form. */
export function readRows(form: HTMLFormElement): Row[] {
  return [...form.querySelectorAll<HTMLTableRowElement>("table.grid tr[data-element]")].map((line) => {
    const element = line.dataset["element"] ?? "";
    const named = <T extends Element>(prefix: string) => line.querySelector<T>(`[name="${CSS.escape(`${prefix}.${element}`)}"]`);
    return {
      element,
      locked: line.hasAttribute("data-locked"),
      line,
      controls: { value: named<Control>(PREFIX.value), status: named<Control>(PREFIX.status), note: named<Control>(PREFIX.note) },
      revision: named<HTMLInputElement>("r"),
      check: line.querySelector<HTMLElement>("td.check"),
    };
  });
}

/** What stands in the page now. */
export function textOf(row: Row): Text {
  const { value, status, note } = row.controls;
  return { value: value?.value ?? "", status: status?.value ?? "", note: note?.value ?? "" };
}

/** What the server sent: a browser may have put back what was typed before a reload, and that is not saved yet. */
export function sentText(row: Row): Text {
  const first = (control: Control | null) => {
    if (control instanceof HTMLSelectElement) {
      return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value ?? "";
    }
    return control?.defaultValue ?? "";
  };
  return { value: first(row.controls.value), status: first(row.controls.status), note: first(row.controls.note) };
}

/** Which cell an event is about. */
export function fieldOf(row: Row, target: EventTarget | null): Field | undefined {
  return FIELDS.find((field) => row.controls[field] === target);
}

/** Whether the cell can be written to and so be walked to. */
export function open(row: Row, field: Field): boolean {
  const control = row.controls[field];
  if (!control || row.locked || control.disabled) return false;
  return control instanceof HTMLSelectElement || !(control.readOnly || control.type === "hidden");
}
