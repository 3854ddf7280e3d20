// Where the cells of a pasted block go: down from the focused cell, or to the rows whose codes it names.
import { type Block, namesElements } from "./block.ts";

/** What a row of the form lets be written. */
export type Field = "value" | "status" | "note";

/** A cell and the text it is to hold. */
export interface Write {
  element: string;
  field: Field;
  text: string;
}

/** A row of the form, in its order. */
export interface Slot {
  element: string;
  locked: boolean;
}

/** What is written, and how many filled cells found no place. */
export interface Placed {
  writes: Write[];
  over: number;
}

/** Columns a paste can fill, from left to right. Status is chosen, not pasted: its words differ between languages. */
const COLUMNS: Field[] = ["value", "note"];

/** Lays the block over the form. A locked row takes its line of the block, so that the lines below stay beside their rows. */
export function place(block: Block, slots: Slot[], element: string, field: Field): Placed {
  const byElement = new Map(slots.map((slot) => [slot.element, slot]));
  const byCode = namesElements(block, (code) => byElement.has(code));
  const start = slots.findIndex((slot) => slot.element === element);
  const column = byCode ? 0 : Math.max(COLUMNS.indexOf(field), 0);
  const placed: Placed = { writes: [], over: 0 };
  block.forEach((row, line) => {
    const slot = byCode ? byElement.get((row[0] ?? "").trim()) : slots[start + line];
    (byCode ? row.slice(1) : row).forEach((cell, offset) => {
      const into = COLUMNS[column + offset];
      if (slot && !slot.locked && into) {
        // An input has one line: a break inside a cell becomes a space, or the words on both sides would run together.
        placed.writes.push({ element: slot.element, field: into, text: cell.replace(/\r\n|\r|\n/g, " ") });
      } else if (cell.trim() !== "") {
        placed.over += 1;
      }
    });
  });
  return placed;
}
