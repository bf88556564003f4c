import { describe, expect, it } from "vitest";
import type { LintDescription } from "../../server/src/settings.ts";
import { configurationSection, defaultSettings, readSettings } from "../../server/src/settings.ts";

const lints: readonly LintDescription[] = [{ id: "some-lint", severity: "warning", summary: "something is wrong." }];

describe("readSettings", () => {
  it("gives the defaults for an empty, missing or nonsensical section", () => {
    const defaults = defaultSettings(lints);
    expect(defaults.command).toBe("build");
    expect(defaults.lints).toEqual({ "some-lint": "warning" });
    for (const section of [{}, undefined, null])
      expect(readSettings(section, lints)).toEqual({ settings: defaults, problems: [] });
  });

  it("reads nested objects and dotted keys alike", () => {
    const nested = readSettings({ bazel: { version: "7.4.0" }, lints: { "some-lint": "off" }, configs: ["ci"] }, lints);
    const dotted = readSettings({ "bazel.version": "7.4.0", "lints.some-lint": "off", configs: ["ci"] }, lints);
    expect(nested.settings).toMatchObject({ bazelVersion: "7.4.0", configs: ["ci"], lints: { "some-lint": "off" } });
    expect(dotted).toEqual(nested);
    expect(nested.problems).toEqual([]);
  });

  it.each([
    [
      { command: "mobile-install" },
      'runfilesLens.command: "mobile-install" is not one of "build", "test", "run"; "build" is used instead.',
    ],
    [{ flags: "--x" }, 'runfilesLens.flags: "--x" is not a list of strings; [] is used instead.'],
    [{ codeLens: { enabled: "yes" } }, 'runfilesLens.codeLens.enabled: "yes" is not a boolean; true is used instead.'],
    [{ maxSteps: 1 }, "runfilesLens.maxSteps: 1 is not a whole number of at least 10000; 50000000 is used instead."],
    [{ lints: { "some-lint": "fatal" } }, /^runfilesLens\.lints\.some-lint: "fatal" is not one of "error", /],
    [{ lints: { "no-such-lint": "error" } }, "runfilesLens.lints.no-such-lint: there is no such setting."],
  ])("turns %j into the default and says so", (section, problem) => {
    const { settings, problems } = readSettings(section, lints);
    expect(settings).toEqual(defaultSettings(lints));
    expect(problems).toEqual([typeof problem === "string" ? problem : expect.stringMatching(problem)]);
  });
});

describe("configurationSection", () => {
  it("describes every setting with a type, a default that it accepts, a scope and a text", () => {
    const { properties } = configurationSection(lints);
    expect(Object.keys(properties)).toContain("runfilesLens.lints.some-lint");
    for (const [key, property] of Object.entries(properties)) {
      expect(
        ["type", "scope", "markdownDescription"].filter((name) => typeof property[name] !== "string"),
        key,
      ).toEqual([]);
      const section = { [key.slice("runfilesLens.".length)]: property.default };
      expect(readSettings(section, lints).problems, key).toEqual([]);
    }
  });
});
