/** Of values that are large and cheap to make again only the latest are held: those that were asked for last. */
export class LatestValues<T> {
  readonly #most: number;
  readonly #letGo: (value: T) => void;
  /** The one that was asked for last at the end. */
  readonly #held = new Set<T>();
  readonly #pinned = new Set<T>();

  constructor(most: number, letGo: (value: T) => void) {
    this.#most = most;
    this.#letGo = letGo;
  }

  /** Holds a value that was asked for, and lets those go that were not for the longest. */
  hold(value: T): void {
    this.#held.delete(value);
    this.#held.add(value);
    if (this.#held.size <= this.#most) return;
    for (const oldest of this.#held) {
      if (this.#held.size <= this.#most) return;
      if (this.#pinned.has(oldest)) continue;
      this.#held.delete(oldest);
      this.#letGo(oldest);
    }
  }

  /** Keeps a value, however old, until all are unpinned. */
  pin(value: T): void {
    this.#pinned.add(value);
  }

  unpin(): void {
    this.#pinned.clear();
  }

  forget(value: T): void {
    this.#held.delete(value);
  }
}
