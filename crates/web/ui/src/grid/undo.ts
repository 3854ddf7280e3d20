// Undo across cells: the browser's own knows one field at a time and forgets it when a script writes there.
import type { Field } from "./place.ts";

/** One cell before and after. */
export interface Change {
  element: string;
  field: Field;
  before: string;
  after: string;
}

/** Steps that can be taken back and taken again. */
export class UndoStack {
  private done: Change[][] = [];
  private undone: Change[][] = [];
  private open = false;

  /** A step of its own: a paste, a cell set back. */
  push(changes: Change[]): void {
    const real = changes.filter((change) => change.before !== change.after);
    if (real.length === 0) return;
    this.done.push(real);
    this.undone = [];
    this.open = false;
  }

  /** Typing: joins the last step while that is the same cell and nobody has closed it. */
  type(change: Change): void {
    const last = this.done[this.done.length - 1];
    const first = last?.[0];
    if (this.open && last?.length === 1 && first && first.element === change.element && first.field === change.field) {
      first.after = change.after;
      this.undone = [];
      return;
    }
    this.push([change]);
    this.open = true;
  }

  /** Ends the run of typing: the cell was left, or a pause was made. */
  close(): void {
    this.open = false;
  }

  /** The step to take back, latest first, or nothing. */
  undo(): Change[] | undefined {
    return this.move(this.done, this.undone);
  }

  /** The step to take again, or nothing. */
  redo(): Change[] | undefined {
    return this.move(this.undone, this.done);
  }

  private move(from: Change[][], to: Change[][]): Change[] | undefined {
    const step = from.pop();
    if (step) to.push(step);
    this.open = false;
    return step;
  }
}
