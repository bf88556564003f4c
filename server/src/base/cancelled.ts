/** Thrown between two steps of a computation that its host has cancelled. A cancelled result is never memoised, and nobody but the host may catch this. */
export class Cancelled extends Error {
  constructor() {
    super("cancelled");
  }
}
