// The grid of the entry page: ties keys, paste, undo and saving to the form that the server wrote.
import { readBlock } from "./block.ts";
import { Book, type Conflict } from "./book.ts";
import { type Row, fieldOf, open, readRows, sentText, textOf } from "./form.ts";
import { goTo, walk } from "./keys.ts";
import { StatusLine, type Words, clearConflict, readWords, say, showCheck, showConflict } from "./notes.ts";
import { type Write, place } from "./place.ts";
import { type Answered, Saver, type Told } from "./saver.ts";
import { type Change, UndoStack } from "./undo.ts";

/** Makes a plain form quicker to fill. Whatever fails here, the form can still be sent by its buttons. */
export class Grid {
  private rows: Row[];
  private byElement: Map<string, Row>;
  private words: Words;
  private line: StatusLine;
  private stack = new UndoStack();
  private book: Book;
  private saver: Saver;
  private submitting = false;
  /** Text of every cell at the last look, so that a change knows what was there before. */
  private shown = new Map<string, string>();

  constructor(private form: HTMLFormElement, address: string) {
    this.rows = readRows(form);
    this.byElement = new Map(this.rows.map((row) => [row.element, row]));
    this.words = readWords(form);
    this.line = new StatusLine(form);
    this.book = new Book((element) => textOf(this.row(element)));
    for (const row of this.rows.filter((each) => !each.locked)) {
      this.book.add(row.element, Number(row.revision?.defaultValue ?? 0), sentText(row));
    }
    this.rows.forEach((row) => this.look(row));
    this.saver = new Saver(address, this.book, {
      saving: () => this.line.show(say(this.words, "saving"), "saving", 400),
      saved: (cells, told, done, asked) => this.saved(cells, told, done, asked),
      clash: (open) => this.clash(open),
      waiting: () => this.line.show(say(this.words, "offline"), "waiting"),
      stopped: (detail) => this.stopped(detail),
    });
    this.listen();
    if (this.book.unsaved()) this.saver.soon();
  }

  private row(element: string): Row {
    const row = this.byElement.get(element);
    if (!row) throw new Error(`no row for ${element}`);
    return row;
  }

  private rowOf(target: EventTarget | null): Row | undefined {
    const line = target instanceof Element ? target.closest<HTMLElement>("tr[data-element]") : null;
    return line ? this.byElement.get(line.dataset["element"] ?? "") : undefined;
  }

  private listen(): void {
    const { form } = this;
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("input", (event) => this.input(event));
    form.addEventListener("paste", (event) => this.paste(event));
    form.addEventListener("beforeinput", (event) => this.menuUndo(event));
    form.addEventListener("focusout", () => {
      this.stack.close();
      if (this.book.unsaved()) this.saver.now();
    });
    form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.saver.now(true);
      else this.saver.seen();
    });
    window.addEventListener("online", () => this.saver.online());
    window.addEventListener("beforeunload", (event) => {
      if (this.submitting || !(this.book.unsaved() || this.saver.underWay())) return;
      event.preventDefault();
      // Older browsers ask only if this is set.
      event.returnValue = "unsaved";
    });
  }

  private key(event: KeyboardEvent): void {
    const row = this.rowOf(event.target);
    const field = row && fieldOf(row, event.target);
    // While characters are being composed, Enter and the arrows choose among them.
    if (!row || !field || event.isComposing || event.keyCode === 229) return;
    const letter = event.key.toLowerCase();
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (command && (letter === "z" || letter === "y")) {
      event.preventDefault();
      this.undo(letter === "y" || event.shiftKey);
    } else if (event.key === "Escape") {
      const saved = this.book.saved(row.element);
      if (saved && open(row, field)) this.write([{ element: row.element, field, text: saved[field] }]);
    } else if (walk(event, this.rows, row)) {
      event.preventDefault();
    }
  }

  private input(event: Event): void {
    const row = this.rowOf(event.target);
    const field = row && fieldOf(row, event.target);
    if (!row || !field) return;
    const before = this.shown.get(`${field}.${row.element}`) ?? "";
    const after = textOf(row)[field];
    this.stack.type({ element: row.element, field, before, after });
    if (row.controls[field] instanceof HTMLSelectElement) this.stack.close();
    this.look(row);
    this.saver.soon();
  }

  private paste(event: ClipboardEvent): void {
    const row = this.rowOf(event.target);
    const field = row && fieldOf(row, event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!row || !field || text === "") return;
    const block = readBlock(text, (code) => this.byElement.has(code));
    const single = block.length === 1 && block[0]?.length === 1;
    // One plain cell goes in at the caret, as everywhere.
    if (single && !text.startsWith('"')) return;
    event.preventDefault();
    const placed = place(block, this.rows, row.element, field);
    this.write(placed.writes);
    const parts = [say(this.words, "pasted", { count: placed.writes.length })];
    if (placed.over > 0) parts.push(say(this.words, "pasted_over", { count: placed.over }));
    this.line.show(parts.join(" · "), "done");
  }

  /** Undo from the menu of the browser: its own would bring back half of what a paste wrote. */
  private menuUndo(event: InputEvent): void {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    if (!this.rowOf(event.target)) return;
    event.preventDefault();
    this.undo(event.inputType === "historyRedo");
  }

  private undo(again: boolean): void {
    const step = again ? this.stack.redo() : this.stack.undo();
    const first = step?.[0];
    if (!step || !first) return;
    for (const change of step) this.put(change, again ? change.after : change.before);
    goTo(this.row(first.element), first.field);
    if (!again) this.line.show(say(this.words, "undone"), "done");
    this.saver.soon();
  }

  /** Writes as one step that can be taken back. */
  private write(writes: Write[]): void {
    const changes: Change[] = writes.map(({ element, field, text }) => {
      const before = textOf(this.row(element))[field];
      this.put({ element, field }, text);
      // What the field made of it, not what was meant: an input may have dropped a sign it cannot hold.
      return { element, field, before, after: textOf(this.row(element))[field] };
    });
    this.stack.push(changes);
    this.saver.soon();
  }

  private put({ element, field }: Pick<Write, "element" | "field">, text: string): void {
    const row = this.row(element);
    const control = row.controls[field];
    if (control) control.value = text;
    this.look(row);
  }

  /** Takes note of what a row shows, and marks it while that is not kept. */
  private look(row: Row): void {
    const now = textOf(row);
    for (const field of ["value", "status", "note"] as const) this.shown.set(`${field}.${row.element}`, now[field]);
    const saved = this.book.saved(row.element);
    const kept = !saved || (saved.value === now.value && saved.status === now.status && saved.note === now.note);
    row.line.classList.toggle("unsaved", !kept);
  }

  private saved(cells: Answered[], told: Told[], done: number | undefined, asked: number | undefined): void {
    for (const cell of cells) {
      const row = this.byElement.get(cell.element);
      if (!row) continue;
      this.keepRevision(row);
      if (!this.book.conflict(cell.element)) showCheck(row, cell);
      this.look(row);
    }
    for (const cell of told) {
      const row = this.byElement.get(cell.element);
      if (row && !this.book.conflict(cell.element)) showCheck(row, cell);
    }
    this.line.count(done, asked);
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    this.line.show(say(this.words, "saved", { time }), "saved");
  }

  /** The plain form carries the revision too, or a press of the button would conflict with our own saving. */
  private keepRevision(row: Row): void {
    if (row.revision && !row.locked) row.revision.value = String(this.book.revision(row.element));
  }

  private clash(conflicts: Conflict[]): void {
    for (const theirs of conflicts) {
      const row = this.row(theirs.element);
      const sentence = showConflict(row, theirs, this.words, (keepMine) => {
        // Written while the cell still waits: settled first, the removed button's loss of focus would send mine.
        if (!keepMine) {
          this.write((["value", "status", "note"] as const).map((field) => ({ element: row.element, field, text: theirs[field] })));
        }
        this.book.settle(theirs);
        this.keepRevision(row);
        clearConflict(row);
        this.look(row);
        goTo(row, "value");
        this.saver.now();
      });
      this.line.show(`${row.element}: ${sentence}`, "conflict");
    }
    // Cells in which both wrote the same are settled already; their revisions go into the form.
    this.rows.forEach((row) => this.keepRevision(row));
    this.rows.forEach((row) => this.look(row));
  }

  private stopped(detail: string): void {
    const told = detail === "" ? say(this.words, "sign_in") : detail;
    const sentence = say(this.words, "stopped", { detail: told });
    this.line.show(sentence === "" ? told || say(this.words, "offline") : sentence, "stopped");
  }

  /** The full form goes as it is; a request under way first comes home, so that its revisions are in the form. */
  private submit(event: SubmitEvent): void {
    const flight = this.saver.underWay();
    if (!flight || this.submitting) {
      this.submitting = true;
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    void flight.then(() => {
      this.submitting = true;
      this.form.requestSubmit(submitter);
    });
  }
}
