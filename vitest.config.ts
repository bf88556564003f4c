/** Unit tests run anywhere; the other projects need the real part that they are named after, and skip loudly without it (scripts/test.mjs). */
import { defineConfig } from "vitest/config";

const slow = ["test/realBazel/**", "test/vscode/**", "test/neovim/**"];

/** A suite that drives a real program: its files run after the suites before it, and as many side by side as the program leaves room for. */
function realPart(name: string, directory: string, groupOrder: number, maxWorkers = 1) {
  return {
    test: {
      name,
      include: [`test/${directory}/**/*.test.ts`],
      maxWorkers,
      sequence: { groupOrder },
      testTimeout: 180_000,
      hookTimeout: 300_000,
      expect: { poll: { timeout: 30_000 } },
    },
  };
}

export default defineConfig({
  test: {
    // One more than Vitest takes by itself: nothing else is at work while the tests run.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: slow,
          // Our modules keep nothing but caches of what never changes, and loading them anew for each of 120 files costs as much as the tests of 60.
          isolate: false,
          testTimeout: 120_000,
        },
      },
      // Every file has servers of its own, which wait for half of their time.
      realPart("real-bazel", "realBazel", 1, 2),
      realPart("vscode", "vscode", 2),
      realPart("neovim", "neovim", 3),
      // No tests: takes the README's pictures (npm run screenshots).
      { test: { name: "screenshots", include: ["test/vscode/screenshots.ts"], testTimeout: 180_000 } },
    ],
  },
});
