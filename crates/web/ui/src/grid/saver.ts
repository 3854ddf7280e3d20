// Sends what changed: one request at a time, again after a failure, never twice what waits for a decision.
import type { Book, Conflict, Sent } from "./book.ts";
import { growingPause, retryAfter } from "./pause.ts";

/** A cell of the server's answer. */
export interface Answered {
  element: string;
  revision: number;
  check?: string;
  severity?: string;
}

/** What is said of a cell that was not sent: a rule looks at it too. */
export type Told = Omit<Answered, "revision">;

/** What the page shows of the saving. */
export interface Listener {
  saving(): void;
  saved(cells: Answered[], told: Told[], done: number | undefined, asked: number | undefined): void;
  /** These wait for the reporter's decision. */
  clash(open: Conflict[]): void;
  waiting(): void;
  stopped(detail: string): void;
}

/** After so long without a change a draft is sent. */
const SETTLE = 800;
/** A request that takes longer has failed: on a bad line the browser itself would wait for minutes. */
const TOO_LONG = 20_000;

/** Keeps the server's draft in step with the page. */
export class Saver {
  private timer: number | undefined;
  private flight: Promise<void> | undefined;
  private failures = 0;
  private notBefore = 0;
  private stop: number | undefined;

  constructor(
    private address: string,
    private book: Book,
    private listener: Listener,
  ) {}

  /** Something was typed: send once it settles. */
  soon(): void {
    this.schedule(SETTLE);
  }

  /** A cell was left, or the page is being hidden: send at once, unless a server asked for a pause. */
  now(leaving = false): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    const pause = this.notBefore - Date.now();
    if (pause > 0) this.schedule(pause);
    else void this.send(leaving);
  }

  /** The network is back: do not sit out the pause that its absence had brought. */
  online(): void {
    if (this.failures === 0) return;
    this.notBefore = 0;
    this.now();
  }

  /** Signed in again elsewhere, perhaps: a refusal for want of a session is tried once more. */
  seen(): void {
    if (this.stop !== 401) return;
    this.stop = undefined;
    this.now();
  }

  /** The request that is under way, if any; it always ends. */
  underWay(): Promise<void> | undefined {
    return this.flight;
  }

  private schedule(pause: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.now(), Math.max(pause, this.notBefore - Date.now()));
  }

  private send(leaving: boolean): Promise<void> | undefined {
    if (this.flight || this.stop !== undefined) return this.flight;
    const cells = this.book.changed();
    if (cells.length === 0) return undefined;
    this.listener.saving();
    this.flight = this.request(cells, leaving).then((next) => {
      this.flight = undefined;
      if (next === undefined || this.stop !== undefined) return;
      if (next > 0) this.schedule(next);
      else this.now();
    });
    return this.flight;
  }

  /** One request; the pause before the next, or nothing if none is due. */
  private async request(cells: Sent[], leaving: boolean): Promise<number | undefined> {
    const patience = new AbortController();
    const limit = window.setTimeout(() => patience.abort(), TOO_LONG);
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ cells }),
        credentials: "same-origin",
        // A sign-in page is no answer; following it would look like success.
        redirect: "manual",
        keepalive: leaving,
        signal: patience.signal,
      });
      if (response.ok) return this.kept(cells, await response.json());
      return await this.refused(response, cells);
    } catch {
      this.book.doubt(cells);
      return this.failed();
    } finally {
      window.clearTimeout(limit);
    }
  }

  private kept(cells: Sent[], answer: { cells?: Answered[]; told?: Told[]; done?: number; asked?: number }): number | undefined {
    const answered = answer.cells ?? [];
    const left = this.book.accept(cells, answered);
    this.listener.saved(answered, answer.told ?? [], answer.done, answer.asked);
    // A cell the answer passes over is not known to be kept: it goes again, with pauses, and never in a tight loop.
    if (left.length > 0) return this.failed();
    this.failures = 0;
    this.notBefore = 0;
    return this.book.changed().length > 0 ? SETTLE : undefined;
  }

  private async refused(response: Response, cells: Sent[]): Promise<number | undefined> {
    const { status } = response;
    if (status === 429 || status >= 500 || status === 408) {
      return this.failed(retryAfter(response.headers.get("retry-after"), Date.now()));
    }
    const problem = await response.json().catch(() => ({}));
    const conflicts: Conflict[] = status === 409 && Array.isArray(problem.conflicts) ? problem.conflicts : [];
    if (conflicts.some((conflict) => cells.some((cell) => cell.element === conflict.element))) {
      this.listener.clash(this.book.clash(conflicts));
      return 0;
    }
    // status 0: sent elsewhere, which for this address can only be the sign-in page.
    this.stop = response.type === "opaqueredirect" ? 401 : status;
    this.listener.stopped(String(problem.detail ?? problem.title ?? ""));
    return undefined;
  }

  private failed(asked?: number): number {
    this.failures += 1;
    const pause = asked ?? growingPause(this.failures);
    this.notBefore = Date.now() + pause;
    this.listener.waiting();
    return pause;
  }
}
