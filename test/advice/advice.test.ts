/** Which advice is given, version by version: none that the version makes false, none that gains nothing. */
import { describe, expect, test } from "vitest";
import type { Situation, TreeCounts } from "../../server/src/advice/advice.ts";
import { adviceFor, adviceOutcomes } from "../../server/src/advice/adviceList.ts";
import type { HostOs } from "../../server/src/bazel/workspace/bazelrc/options.ts";
import { optionsInForce } from "../../server/src/bazel/workspace/bazelrc/options.ts";
import { readRcFiles } from "../../server/src/bazel/workspace/bazelrc/rcFiles.ts";
import { parseVersion } from "../../server/src/bazel/workspace/bazelVersion.ts";
import { EffectiveFlags } from "../../server/src/bazel/workspace/flags.ts";
import { memoryFiles } from "../bazel/workspace/memoryFiles.ts";

const COUNTS: TreeCounts = {
  targets: 50,
  links: 460_100,
  legacyCopies: 230_000,
  emptyFiles: 12,
  isEstimate: false,
  isLeast: false,
};

interface Given {
  readonly version: string;
  readonly rc?: string;
  readonly hostOs?: HostOs;
  readonly counts?: Partial<TreeCounts>;
}

function situation({ version: text, rc, hostOs = "linux", counts }: Given): Situation {
  const version = parseVersion(text);
  if (!version) throw new Error(text);
  const reader = memoryFiles(rc === undefined ? {} : { ".bazelrc": rc });
  const inputs = {
    root: "/w",
    version,
    environment: new Map<string, string>(),
    homeDirectory: undefined,
    systemRc: undefined,
    workingDirectory: "/w",
    startupOptions: [],
  };
  const files = readRcFiles(reader, inputs);
  const options = optionsInForce({ rc: files, version, command: "build", configs: [], commandLine: [], hostOs });
  const flags = new EffectiveFlags(options, version);
  return { flags, hostOs, counts: { ...COUNTS, ...counts }, reader, rc: inputs };
}

function offered(given: Given): string {
  return adviceFor(situation(given))
    .map(({ id }) => id)
    .join(" ");
}

function whyNot(given: Given, id: string): string {
  const outcome = adviceOutcomes(situation(given)).find((one) => (one.kind === "withheld" ? one.id : "") === id);
  return outcome?.kind === "withheld" ? outcome.reason : "offered";
}

const LEGACY = "no-legacy-external-runfiles";
const LINKS = "no-build-runfile-links";
const TREES = "no-enable-runfiles";
const INIT = "explicit-init-py";
const ZIP = "no-build-python-zip";

describe("where nothing is set", () => {
  test.each([
    ["4.2.3", `${LEGACY} ${LINKS} ${INIT}`],
    ["5.4.1", `${LEGACY} ${LINKS} ${INIT}`],
    ["6.5.0", `${LEGACY} ${LINKS} ${INIT}`],
    ["7.7.1", `${LEGACY} ${LINKS} ${INIT}`],
    ["8.0.0", `${LINKS} ${INIT}`],
    ["8.7.0", `${LINKS} ${INIT}`],
    ["9.0.0", `${LINKS} ${INIT}`],
    ["9.1.0", `${LINKS} ${INIT}`],
    ["10.0.0", LINKS],
  ])("Bazel %s", (version, expected) => {
    expect(offered({ version })).toBe(expected);
  });
});

describe("where everything is set the other way", () => {
  const rc = "build --legacy_external_runfiles --build_runfile_links --enable_runfiles --build_python_zip\n";

  test.each([
    ["4.2.3", `${LEGACY} ${LINKS} ${INIT} ${ZIP}`],
    ["5.4.1", `${LEGACY} ${LINKS} ${INIT} ${ZIP}`],
    ["6.5.0", `${LEGACY} ${LINKS} ${INIT} ${ZIP}`],
    ["7.7.1", `${LEGACY} ${LINKS} ${INIT} ${ZIP}`],
    ["8.0.0", `${LEGACY} ${LINKS} ${INIT} ${ZIP}`],
    ["9.0.0", `${LINKS} ${INIT} ${ZIP}`],
    ["9.1.0", `${LINKS} ${INIT}`],
  ])("Bazel %s on Linux", (version, expected) => {
    expect(offered({ version, rc })).toBe(expected);
  });

  test.each([
    ["7.7.1", `${LEGACY} ${LINKS} ${TREES} ${INIT}`],
    ["9.1.0", `${LINKS} ${TREES} ${INIT}`],
  ])("Bazel %s on Windows", (version, expected) => {
    expect(offered({ version, rc, hostOs: "windows" })).toBe(expected);
  });
});

describe("why it is withheld", () => {
  test.each<[Given, string, string]>([
    [{ version: "8.0.0" }, LEGACY, "it is what Bazel 8.0.0 does by default"],
    [{ version: "9.0.0" }, LEGACY, "--legacy_external_runfiles has no effect in Bazel 9.0.0"],
    [
      { version: "7.7.1", rc: "build --nolegacy_external_runfiles\n" },
      LEGACY,
      "--nolegacy_external_runfiles is in force",
    ],
    [
      { version: "7.7.1", counts: { legacyCopies: 0 } },
      LEGACY,
      "no tree here has files of external repositories, and so there are no copies",
    ],
    [{ version: "7.7.1", hostOs: "windows" }, LINKS, "no runfiles trees are made on disk here anyway"],
    [{ version: "7.7.1", rc: "build --noenable_runfiles\n" }, LINKS, "no runfiles trees are made on disk here anyway"],
    [{ version: "7.7.1", counts: { links: 0 } }, LINKS, "no tree here has a link"],
    [{ version: "7.7.1" }, TREES, "on Unix, programs look for their files in the tree, which would be empty"],
    [{ version: "7.7.1", hostOs: "windows" }, TREES, "it is what Bazel 7.7.1 does by default"],
    [{ version: "7.7.1", counts: { emptyFiles: 0 } }, INIT, "no tree here has an empty `__init__.py`"],
    [{ version: "10.0.0" }, INIT, "--incompatible_default_to_explicit_init_py does not exist in Bazel 10.0.0"],
    [{ version: "9.0.0" }, ZIP, "it is what Bazel 9.0.0 does by default"],
    [{ version: "9.1.0" }, ZIP, "--build_python_zip does not exist in Bazel 9.1.0"],
    [
      { version: "7.7.1", rc: "build --build_python_zip\n", hostOs: "windows" },
      ZIP,
      "on Windows, Python programs are zips because there are no runfiles trees",
    ],
  ])("%o %s", (given, id, reason) => {
    expect(whyNot(given, id)).toBe(reason);
  });
});

describe("what it brings", () => {
  const of = (given: Given, id: string) => adviceFor(situation(given)).find((advice) => advice.id === id);

  test("counts, never seconds", () => {
    expect(of({ version: "7.7.1" }, LEGACY)).toMatchObject({
      option: "--nolegacy_external_runfiles",
      gain: { links: 230_000, emptyFiles: 0, text: "230,000 links fewer of 460,100 in 50 targets" },
    });
    const about = of({ version: "7.7.1", counts: { isEstimate: true } }, LEGACY);
    expect(about?.gain.text).toBe("≈230,000 links fewer of 460,100 in 50 targets");
    const least = of({ version: "7.7.1", counts: { isLeast: true } }, LINKS);
    expect(least?.gain.text).toContain("none of at least 460,100 links of 50 targets");
    expect(of({ version: "7.7.1" }, INIT)?.gain).toMatchObject({ links: 0, emptyFiles: 12 });
    for (const { gain, tradeOff } of adviceFor(situation({ version: "7.7.1", rc: "build --build_python_zip\n" })))
      expect(`${gain.text} ${tradeOff}`).not.toMatch(/second|\d s\b/);
  });

  test.each([
    ["7.7.1", "build --nobuild_runfile_links\ncoverage --build_runfile_links\n"],
    ["8.0.0", "build --nobuild_runfile_links\n"],
  ])("links that Bazel %s needs for coverage are kept", (version, after) => {
    expect(of({ version }, LINKS)?.files).toMatchObject([{ path: "/w/.bazelrc", create: true, after }]);
    expect(offered({ version, rc: after })).not.toContain(LINKS);
  });

  test("a line for all commands is left to coverage and overruled for the others", () => {
    const rc = "common --build_runfile_links\n";
    expect(of({ version: "7.7.1", rc }, LINKS)?.files[0].after).toContain("build --nobuild_runfile_links");
  });
});
