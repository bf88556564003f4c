/** Unit tests run anywhere; the other projects need the real part that they are named after, and skip loudly without it (scripts/test.mjs). */
import { defineConfig } from "vitest/config";

const slow = ["test/realBazel/**", "test/vscode/**", "test/neovim/**"];

/** A suite that drives one real program: its files run one after another, and after the suites before it. */
function realPart(name: string, directory: string, groupOrder: number) {
  return {
    test: {
      name,
      include: [`test/${directory}/**/*.test.ts`],
      fileParallelism: false,
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
          testTimeout: 120_000,
        },
      },
      realPart("real-bazel", "realBazel", 1),
      realPart("vscode", "vscode", 2),
      realPart("neovim", "neovim", 3),
      // No tests: takes the README's pictures (npm run screenshots).
      { test: { name: "screenshots", include: ["test/vscode/screenshots.ts"], testTimeout: 180_000 } },
    ],
  },
});
