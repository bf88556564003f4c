/** Which of the options that we know a real Bazel has, off its own list of them: `bazel help flags-as-proto` (bazel_flags.proto). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseVersion } from "../../server/src/bazel/workspace/bazelVersion.ts";
import { FLAGS, type FlagDefinition, type FlagName } from "../../server/src/bazel/workspace/flagData.ts";
import {
  hasOption,
  knownOptions,
  valueProblem,
  type OptionKind,
} from "../../server/src/bazel/workspace/bazelrc/optionCatalogue.ts";
import { eraOf } from "../../server/src/bazel/workspace/flags.ts";
import { installedBazel, RealWorkspace } from "../harness/bazel.ts";

const installed = await installedBazel();

describe.skipIf(installed === undefined)("flags", () => {
  let workspace: RealWorkspace;

  beforeAll(() => {
    if (installed !== undefined) workspace = new RealWorkspace(installed, { source: "native-rules/basics" });
  });

  afterAll(async () => {
    await workspace.close();
  });

  it("are refused where Bazel does not have them, and nowhere else", async () => {
    const version = parseVersion(workspace.version.replace(/[^\d.].*/, ""));
    if (!version) throw new Error(workspace.version);
    const { stdout } = await workspace.command(["help", "flags-as-proto"]);
    const names = namesIn(Buffer.from(stdout, "base64"));
    expect(names.size).toBeGreaterThan(500);
    const entries = (Object.entries(FLAGS) as [FlagName, FlagDefinition][]).filter(([, flag]) => !flag.isStartup);
    const refused = entries.filter(([name]) => eraOf(name, version).given === "refused");
    const missing = entries.filter(([name, flag]) => ![name, ...(flag.oldNames ?? [])].some((each) => names.has(each)));
    expect(refused.map(([name]) => name)).toEqual(missing.map(([name]) => name));
  });

  it("are in the catalogue, and nothing else is, where the list of a release is whole", async () => {
    const version = parseVersion(workspace.version.replace(/[^\d.].*/, ""));
    if (!version || hasOption(version, undefined, false) === "unknown") return;
    const { stdout } = await workspace.command(["help", "flags-as-proto"]);
    // Of a client of Debian's, which does not tell its server.
    const catalogue = knownOptions().filter(({ isIn77, name }) => isIn77 && name !== "trust_install_base");
    expect(catalogue.map(({ name }) => name).toSorted()).toEqual(
      [...namesIn(Buffer.from(stdout, "base64"))].toSorted(),
    );
  });

  it("take the values that the catalogue says", async () => {
    const version = parseVersion(workspace.version.replace(/[^\d.].*/, ""));
    if (!version || hasOption(version, undefined, false) === "unknown") return;
    const canonicalize = (words: readonly string[]) =>
      workspace.command(["canonicalize-flags", "--for_command=build", "--", ...words]);
    const options = knownOptions().filter(
      ({ isIn77, command, isStartup }) => isIn77 && command === "build" && !isStartup,
    );
    const good = options.flatMap(({ name, kind, values }) =>
      (GOOD[kind] ?? values.slice(0, 1)).map((value) => `--${name}=${value}`),
    );
    const { exitCode, stderr } = await canonicalize(good);
    expect([exitCode, stderr.slice(-500)]).toEqual([0, expect.anything()]);
    const checked = options.filter((option) => valueProblem(option, "bad value") !== undefined);
    expect(checked.length).toBeGreaterThan(50);
    for (const { name } of checked) {
      const answer = await canonicalize([`--${name}=bad value`]);
      expect([name, answer.exitCode]).not.toEqual([name, 0]);
    }
  });
});

const GOOD: Partial<Record<OptionKind, readonly string[]>> = {
  switch: ["yes", "0"],
  tristate: ["1"],
  integer: ["1"],
  amount: ["3", "auto", "HOST_CPUS*.5"],
  assignment: ["a=b"],
  loose: [],
  void: [],
  text: [],
};

/** The first field of each message is its name. */
function namesIn(collection: Buffer): ReadonlySet<string> {
  const names = new Set<string>();
  let position = 0;
  const varint = (): number => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = collection[position++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (position < collection.length) {
    varint();
    const length = varint();
    const end = position + length;
    varint();
    const nameLength = varint();
    names.add(collection.toString("utf8", position, position + nameLength));
    position = end;
  }
  return names;
}
