/** Runs one task at a time, a moment after it was last asked for; a wish that arrives while it runs makes it run once more. */
export class Coalescer {
  readonly #task: () => Promise<void>;
  readonly #delay: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #disposed = false;

  /** `delay` in milliseconds. `task` must not reject. */
  constructor(delay: number, task: () => Promise<void>) {
    this.#delay = delay;
    this.#task = task;
  }

  /** Whether the task runs or will run. */
  get pending(): boolean {
    return this.#running !== undefined || this.#timer !== undefined;
  }

  request(): void {
    if (this.#disposed) return;
    if (this.#running !== undefined) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#start();
    }, this.#delay);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #start(): void {
    this.#timer = undefined;
    this.#running = this.#task().finally(() => {
      this.#running = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.request();
    });
  }
}
