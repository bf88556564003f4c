/**
 * What a real Bazel makes of .bazelrc files: the order in which options count is read off `--copt`, which Bazel keeps as a list; how words are cut, off its own account of them (`--announce_rc`).
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileReader } from "../../server/src/bazel/workspace/fileReader.ts";
import { parseVersion } from "../../server/src/bazel/workspace/bazelVersion.ts";
import { editToSetFlag } from "../../server/src/bazel/workspace/bazelrc/edit.ts";
import { optionsInForce } from "../../server/src/bazel/workspace/bazelrc/options.ts";
import type { RcInputs } from "../../server/src/bazel/workspace/bazelrc/rcFiles.ts";
import { readRcFiles } from "../../server/src/bazel/workspace/bazelrc/rcFiles.ts";
import { EffectiveFlags } from "../../server/src/bazel/workspace/flags.ts";
import { installedBazel, RealWorkspace } from "../harness/bazel.ts";
import { memoryFiles } from "../bazel/workspace/memoryFiles.ts";

const installed = await installedBazel();

const CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "commands and configs": {
    ".bazelrc": `
test --copt=test=1
build --copt=a=1 --config=outer --copt=z=1
build:outer --copt=b=1 --config=inner
build:inner --copt=c=1
test:outer --copt=e=1
build:outer --copt=d=1
`,
  },
  imports: {
    ".bazelrc":
      "build --copt=1=1\nimport %workspace%/a.rc\nbuild --copt=4=1\ntry-import %workspace%/none.rc\nimport %workspace%/b.rc\n",
    "a.rc": "build --copt=2=1\nimport %workspace%/b.rc\n",
    "b.rc": "build --copt=3=1\n",
  },
  words: {
    ".bazelrc": `
build --copt "a b=c d" --copt='e'=f"g"#h
build --copt \\
  joined=1\\
2 ""
build --copt
run --nothing
build onthenext=line # comment \\
build --copt=swallowed=1
build '--copt=back\\slash=1' --copt=x\\ y=1
`,
  },
  "platform-specific configs": {
    ".bazelrc":
      "build --copt=1=1 --enable_platform_specific_config --copt=3=1\nbuild:linux --copt=2=1\nbuild:macos --copt=mac=1\n",
  },
  CRLF: { ".bazelrc": "build --copt=a=1\r\n\r\nbuild \\\r\n --copt=b=1\r\n" },
};

describe.skipIf(installed === undefined)(".bazelrc", () => {
  let workspace: RealWorkspace;
  let inputs: RcInputs;

  beforeAll(() => {
    if (installed === undefined) return;
    workspace = new RealWorkspace(installed, { source: "native-rules/basics" });
    const version = parseVersion(installed.version.replace(/[^\d.].*/, ""));
    if (!version) throw new Error(installed.version);
    inputs = {
      root: workspace.root,
      version,
      environment: new Map(),
      homeDirectory: undefined,
      systemRc: undefined,
      workingDirectory: workspace.root,
      startupOptions: [],
    };
  });

  afterAll(async () => {
    await workspace.close();
  });

  function write(files: Readonly<Record<string, string>>): FileReader {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace.root, name), text);
    return memoryFiles(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [join(workspace.root, name), text])),
    );
  }

  /** What a configured target says of an option. `cquery` runs with the options of `test`. */
  async function ask(option: string): Promise<string> {
    const expression = `repr(build_options(target)["//command_line_option:${option}"])`;
    const { stdout, stderr } = await workspace.command([
      "cquery",
      "//:all",
      "--output=starlark",
      `--starlark:expr=${expression}`,
    ]);
    return stdout.split("\n").find((line) => line !== "") ?? stderr;
  }

  function flags(reader: FileReader): EffectiveFlags {
    const rc = readRcFiles(reader, inputs);
    expect(rc.problems).toEqual([]);
    const options = optionsInForce({
      rc,
      version: inputs.version,
      command: "cquery",
      configs: [],
      commandLine: [],
      hostOs: "linux",
    });
    expect(options.problems).toEqual([]);
    return new EffectiveFlags(options, inputs.version);
  }

  it.each(Object.keys(CASES))("%s", async (name) => {
    const reader = write(CASES[name] ?? {});
    const expected = flags(reader)
      .list("copt")
      .map(({ value }) => value);
    expect(expected.length).toBeGreaterThan(1);
    expect(await ask("copt")).toBe(JSON.stringify(expected).replaceAll(",", ", "));
  });

  it("believes the edit that sets a flag", async () => {
    const files = {
      ".bazelrc": "build:x --legacy_external_runfiles\nbuild --config=x\ntest --legacy_external_runfiles=1\n",
    };
    const edit = editToSetFlag(write(files), {
      flag: "legacy_external_runfiles",
      value: false,
      inputs,
      hostOs: "linux",
    });
    if (edit.kind !== "edit") throw new Error(JSON.stringify(edit));
    expect(await ask("legacy_external_runfiles")).toBe("True");
    write({ ".bazelrc": edit.files[0].after });
    expect(await ask("legacy_external_runfiles")).toBe("False");
  });
});
