/** The suites that run inside VS Code's extension host, each test of theirs as a test of ours. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostRun } from "./editor.ts";
import { namesOf, runInHost, Sandbox } from "./editor.ts";

const suites = [
  { suite: "trusted", trust: "trusted", contents: "split-transition/bzlmod" },
  { suite: "restricted", trust: "restricted", contents: "split-transition/bzlmod" },
  {
    suite: "notBazel",
    trust: "trusted",
    contents: { "notes.txt": "nothing to see\n", BUILD: "hello, this is no Starlark (\n" },
  },
] as const;

describe.each(suites)("$suite", ({ suite, trust, contents }) => {
  let sandbox: Sandbox;
  let run: HostRun;

  beforeAll(async () => {
    sandbox = await Sandbox.create(contents);
    run = await runInHost(suite, sandbox, trust);
  });
  afterAll(async () => {
    await sandbox.dispose();
  });

  it.each(namesOf(suite))("%s", (name) => {
    const outcome = run.outcomes.find((one) => one.name === name);
    expect(outcome, "the test was run").toBeDefined();
    expect(outcome?.error, "what went wrong").toBeNull();
  });

  it("ends with the exit code that its tests deserve, and runs no others", () => {
    expect(run.outcomes.map(({ name }) => name)).toEqual(namesOf(suite));
    expect(run.exitCode).toBe(run.outcomes.every(({ error }) => error === null) ? 0 : 1);
  });
});
