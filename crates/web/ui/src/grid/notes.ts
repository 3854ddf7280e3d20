// What the form says: the status line, the findings beside the cells, and the choice when two wrote the same cell.
import type { Conflict } from "./book.ts";
import type { Row } from "./form.ts";
import type { Told } from "./saver.ts";

/** Sentences in the reader's language, with {blanks}; they come with the page. */
export type Words = Record<string, string>;

/** Reads the sentences that the server put into the form. */
export function readWords(form: HTMLFormElement): Words {
  const text = form.querySelector("script.words")?.textContent ?? "";
  try {
    return JSON.parse(text) as Words;
  } catch {
    return {};
  }
}

/** A sentence with its blanks filled. */
export function say(words: Words, key: string, blanks: Record<string, string | number> = {}): string {
  return (words[key] ?? "").replace(/\{(\w+)\}/g, (blank, name: string) => String(blanks[name] ?? blank));
}

/** The line at the head of the form that is read out when it changes. */
export class StatusLine {
  private state: HTMLElement;
  private timer: number | undefined;

  constructor(private form: HTMLFormElement) {
    const line = form.querySelector(".progress");
    this.state = line?.querySelector<HTMLElement>("[data-state]") ?? document.createElement("span");
    this.state.dataset["state"] = "";
    if (line && !this.state.isConnected) line.append(" ", this.state);
  }

  /** Says it at once, or after a while if nothing else was said: "Saving" is news only when it takes long. */
  show(text: string, state: string, after = 0): void {
    window.clearTimeout(this.timer);
    const write = () => {
      this.state.dataset["state"] = state;
      if (this.state.textContent !== text) this.state.textContent = text;
    };
    if (after > 0) this.timer = window.setTimeout(write, after);
    else write();
  }

  /** How much is done. */
  count(done: number | undefined, asked: number | undefined): void {
    const put = (selector: string, count: number | undefined) => {
      const place = this.form.querySelector(selector);
      if (place && count !== undefined) place.textContent = String(count);
    };
    put("[data-done]", done);
    put("[data-asked]", asked);
  }
}

/** The server's finding about a cell. */
export function showCheck(row: Row, answer: Told): void {
  const severity = answer.check ? (answer.severity ?? "") : "";
  if (row.check) {
    // Why a cell came back stays in sight while it is mended.
    const back = row.check.querySelector("strong");
    row.check.replaceChildren(...(back ? [back, " "] : []), (answer.check ?? "").replaceAll("`", ""));
    row.check.dataset["severity"] = severity;
  }
  if (severity === "error") row.controls.value?.setAttribute("aria-invalid", "true");
  else row.controls.value?.removeAttribute("aria-invalid");
}

/** Both texts side by side, and two buttons: nobody's work is dropped without a decision. */
export function showConflict(row: Row, theirs: Conflict, words: Words, decide: (keepMine: boolean) => void): string {
  const changed = [theirs.value, statusName(row, theirs.status), theirs.note].filter((text) => text !== "").join(" · ");
  const sentence = say(words, "conflict", { who: theirs.who, theirs: changed });
  const text = document.createElement("p");
  text.textContent = sentence;
  const button = (key: string, keepMine: boolean, own: string) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "small";
    made.textContent = own === "" ? say(words, key) : `${say(words, key)}: ${own}`;
    made.addEventListener("click", () => decide(keepMine));
    return made;
  };
  row.line.classList.add("conflict");
  if (row.check) row.check.dataset["severity"] = "conflict";
  row.check?.replaceChildren(
    text,
    button("keep_mine", true, row.controls.value?.value ?? ""),
    button("take_theirs", false, theirs.value),
  );
  return sentence;
}

/** Takes the choice away again. */
export function clearConflict(row: Row): void {
  row.line.classList.remove("conflict");
  row.check?.replaceChildren();
  if (row.check) row.check.dataset["severity"] = "";
}

/** The status in the reader's words, as the form's own list has it. */
function statusName(row: Row, status: string): string {
  const { status: control } = row.controls;
  if (!(control instanceof HTMLSelectElement)) return "";
  // What did not change is no news.
  if (control.value === status) return "";
  return [...control.options].find((option) => option.value === status)?.text ?? status;
}
