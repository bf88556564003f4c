import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Coalescer } from "../../client/src/coalescer.ts";

describe("Coalescer", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("runs once for many wishes", async () => {
    let runs = 0;
    const coalescer = new Coalescer(100, async () => void (await Promise.resolve(runs++)));
    coalescer.request();
    await vi.advanceTimersByTimeAsync(99);
    coalescer.request();
    await vi.advanceTimersByTimeAsync(99);
    expect(runs).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toBe(1);
    expect(coalescer.pending).toBe(false);
  });

  it("never runs twice at a time, and once more for wishes that came meanwhile", async () => {
    const running: number[] = [];
    let now = 0;
    const coalescer = new Coalescer(10, async () => {
      running.push(++now);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      now--;
    });
    coalescer.request();
    await vi.advanceTimersByTimeAsync(500);
    for (let i = 0; i < 5; i++) coalescer.request();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(running).toEqual([1, 1]);
  });

  it("forgets its wish when it is disposed of", async () => {
    let runs = 0;
    const coalescer = new Coalescer(10, async () => void (await Promise.resolve(runs++)));
    coalescer.request();
    coalescer.dispose();
    coalescer.request();
    await vi.advanceTimersByTimeAsync(100);
    expect(runs).toBe(0);
  });
});
