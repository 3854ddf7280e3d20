// What the server last said of each cell, beside what stands in the page; which differ, and how an answer changes that.
import type { Field } from "./place.ts";

/** The three things a reporter writes of an element. */
export type Text = Record<Field, string>;

/** A cell as it is sent. */
export interface Sent extends Text {
  element: string;
  revision: number;
}

/** A cell as somebody else left it meanwhile. */
export interface Conflict extends Sent {
  who: string;
}

/** What the server keeps of an element, as far as the page knows. */
interface Entry {
  revision: number;
  saved: Text;
  conflict?: Conflict;
  /** A request with this cell got no answer: the server may hold it or not. */
  doubt?: boolean;
}

const FIELDS: Field[] = ["value", "status", "note"];

/** Whether two texts are the same in all three fields. */
export function same(one: Text, other: Text): boolean {
  return FIELDS.every((field) => one[field] === other[field]);
}

/** The saved side of the form. Pure: `now` reads the page, and nothing here writes to it. */
export class Book {
  private entries = new Map<string, Entry>();

  constructor(private now: (element: string) => Text) {}

  /** Takes up a cell as the server sent it with the page. */
  add(element: string, revision: number, saved: Text): void {
    this.entries.set(element, { revision, saved });
  }

  /** The text last kept by the server. */
  saved(element: string): Text | undefined {
    return this.entries.get(element)?.saved;
  }

  /** The revision the page is based on. */
  revision(element: string): number {
    return this.entries.get(element)?.revision ?? 0;
  }

  /** What somebody else wrote, while nobody has decided. */
  conflict(element: string): Conflict | undefined {
    return this.entries.get(element)?.conflict;
  }

  /** Cells to send: changed, and not waiting for a decision. */
  changed(): Sent[] {
    const cells: Sent[] = [];
    for (const [element, entry] of this.entries) {
      const now = this.now(element);
      if (!entry.conflict && (entry.doubt || !same(now, entry.saved))) cells.push({ element, revision: entry.revision, ...now });
    }
    return cells;
  }

  /** Whether anything in the page is not kept by the server. */
  unsaved(): boolean {
    return this.changed().length > 0 || [...this.entries.values()].some((entry) => entry.conflict);
  }

  /** The server kept these. What was typed since they were sent still differs, and goes with the next request. */
  accept(sent: Sent[], answered: { element: string; revision: number }[]): Sent[] {
    const revisions = new Map(answered.map((cell) => [cell.element, cell.revision]));
    return sent.filter((cell) => {
      const entry = this.entries.get(cell.element);
      const revision = revisions.get(cell.element);
      if (!entry || revision === undefined) return true;
      entry.revision = revision;
      entry.saved = { value: cell.value, status: cell.status, note: cell.note };
      entry.doubt = false;
      return false;
    });
  }

  /** No answer came. These go again even if the text is put back: the server may have kept what was sent. */
  doubt(sent: Sent[]): void {
    for (const cell of sent) {
      const entry = this.entries.get(cell.element);
      if (entry) entry.doubt = true;
    }
  }

  /** Others were faster. Where both wrote the same there is nothing to decide; the rest is returned. */
  clash(conflicts: Conflict[]): Conflict[] {
    return conflicts.filter((theirs) => {
      const entry = this.entries.get(theirs.element);
      if (!entry) return false;
      if (same(this.now(theirs.element), theirs)) {
        this.settle(theirs);
        return false;
      }
      entry.conflict = theirs;
      return true;
    });
  }

  /** Decided: the page goes on from their revision. If what stands in the page differs, it is sent with the next request. */
  settle(theirs: Conflict): void {
    const { value, status, note, revision } = theirs;
    this.entries.set(theirs.element, { revision, saved: { value, status, note } });
  }
}
