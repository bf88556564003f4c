/** The command line over a stand-in for projects, compared with golden texts. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ReportContent } from "../../server/src/protocol.ts";
import { runCommandLine } from "../../server/src/cli/run.ts";
import { PLAIN } from "../../server/src/cli/terminal.ts";
import { FakeDisk, FakeProject, fakeSyntaxErrors } from "../harness/fakeProject.ts";
import { expectGolden } from "../harness/golden.ts";
import { inProcessEvaluator } from "../harness/inProcessEvaluator.ts";

const BUILD = 'target("a", 2)\ntarget("b", 60)\n  COLLIDES LEGACY\n';

async function run(line: string, files: Readonly<Record<string, string>> = { "/ws/BUILD.bazel": BUILD }) {
  const disk = new FakeDisk({ "/ws/MODULE.bazel": "", ...files });
  let output = "";
  const complaints: string[] = [];
  const exitCode = await runCommandLine(line.split(" "), {
    version: "1.2.3",
    disk,
    lints: [{ id: "runfiles-collision", severity: "warning", summary: "several files want one path." }],
    startEvaluator: inProcessEvaluator({
      disk,
      syntaxErrors: fakeSyntaxErrors,
      openProject: (host) => new FakeProject(host),
    }),
    terminal: {
      write: (text) => {
        output += text;
      },
      complain: (text) => complaints.push(text),
      progress: () => undefined,
      style: PLAIN,
    },
    interruption: () => new AbortController().signal,
    currentDirectory: "/ws",
    reportScript: () => "/* the page */",
    serve: () => undefined,
  });
  return { exitCode, output, complaints };
}

function golden(name: string, text: string): void {
  expectGolden(join(import.meta.dirname, "golden", name), text);
}

describe("check", () => {
  it("prints findings, and ends with 1 for them", async () => {
    const { exitCode, output } = await run("check");
    expect(exitCode).toBe(1);
    golden("check.txt", output);
  });

  it("prints the JSON that scripts depend on", async () => {
    const { output } = await run("check --format json");
    golden("check.json.golden", output.replace(/"durationMs": \d+/, '"durationMs": 0'));
  });

  it("prints SARIF for code scanning", async () => {
    const { output } = await run("check --format sarif");
    golden("check.sarif.golden", output);
  });

  it("fails from the severity on that it is told", async () => {
    expect((await run("check --fail-on error")).exitCode).toBe(0);
    expect((await run("check --fail-on never")).exitCode).toBe(0);
    expect((await run("check --fail-on hint")).exitCode).toBe(1);
    expect((await run("check", { "/ws/BUILD.bazel": 'target("a")' })).exitCode).toBe(0);
  });

  it("gives a finding the same fingerprint after lines were moved", async () => {
    const fingerprints = async (text: string) => {
      const { output } = await run("check --format sarif", { "/ws/BUILD.bazel": text });
      return [...output.matchAll(/"runfilesLens\/v1": "(\w+)"/g)].map((match) => match[1]);
    };
    const [before] = await fingerprints("COLLIDES");
    expect(before).toHaveLength(32);
    expect(await fingerprints("\n\n  COLLIDES")).toEqual([before]);
  });
});

describe("tree", () => {
  it("prints folders with counts, and large ones as counts alone", async () => {
    const { exitCode, output } = await run("tree //:a //:b");
    expect(exitCode).toBe(0);
    golden("tree.txt", output);
    expect((await run("tree //:b --all")).output.split("\n").length).toBeGreaterThan(60);
  });

  it("prints one JSON array for all targets", async () => {
    const { output } = await run("tree //:a --format json --command test --bazel-flag=--x");
    golden("tree.json.golden", output);
  });

  it("complains of what is no target", async () => {
    expect(await run("tree //:nosuch")).toEqual({
      exitCode: 2,
      output: "",
      complaints: ["runfiles-lens: no such target '//:nosuch'"],
    });
  });
});

describe("why", () => {
  it("prints the chain, or that there is none", async () => {
    expect(await run("why //:a _main/a/0.txt")).toMatchObject({ exitCode: 0, output: "//:a\n" });
    expect(await run("why --who _main/b/0.txt")).toMatchObject({ exitCode: 0, output: "//:b\n" });
    expect(await run("why --who _main/c/0.txt")).toEqual({
      exitCode: 1,
      output: "",
      complaints: ["runfiles-lens: no runfiles tree of the workspace has _main/c/0.txt"],
    });
  });
});

it("ends with 2 outside of a workspace, and for wrong usage", async () => {
  const outside = await run("check --workspace /elsewhere");
  expect(outside).toMatchObject({ exitCode: 2, output: "" });
  expect(outside.complaints[0]).toContain("/elsewhere is not in a Bazel workspace");
  expect((await run("nosuch")).exitCode).toBe(2);
  expect(await run("--version")).toMatchObject({ exitCode: 0, output: "runfiles-lens 1.2.3\n" });
});

describe("gaps", () => {
  it("prints what is not known, the most frequent first, and the sums", async () => {
    const { exitCode, output } = await run("gaps", { "/ws/BUILD.bazel": 'target("a")\ntarget("gap")\n' });
    expect(exitCode).toBe(0);
    golden("gaps.txt", output.replace(/[\d.]+ s\./, "0 s."));
  });
});

describe("report", () => {
  const targets = {
    "/ws/BUILD.bazel": 'target("small", 3)\ntarget("a_test", 10)\ntarget("b_test", 10)\n',
  };

  it("prints Markdown, targets alike in one row", async () => {
    const { exitCode, output } = await run("report", targets);
    expect(exitCode).toBe(0);
    golden("report.md.golden", output);
  });

  it("says of trees that are not known to their end that they hold at least this", async () => {
    const { output } = await run("report", { "/ws/BUILD.bazel": 'target("gap", 3)\ntarget("small", 3)\n' });
    expect(output).toContain("| `//:gap` | ≥ 3 | 0 | ≥ 3 | ≥ 3 |");
    expect(output).toContain("| `//:small` | 3 | 0 | 3 | 3 |");
  });

  it("lists every target when it is told", async () => {
    expect((await run("report --all", targets)).output).toContain("| `//:b_test` |");
  });

  it("prints the JSON that scripts depend on", async () => {
    const { output } = await run("report //:small //:a_test --format json", targets);
    golden("report.json.golden", output);
  });

  it("writes one HTML file that loads nothing, and whose data cannot end its script", async () => {
    const { output } = await run("report --format html", targets);
    expect(output).toContain("default-src 'none'");
    expect(output).toContain("<script>/* the page */</script>");
    expect(output).not.toMatch(/(?:src|href)=/);
    const [, data] = /<script type="application\/json" id="content">(.*?)<\/script>/.exec(output) ?? [];
    const { name, cost } = JSON.parse(data!) as ReportContent;
    expect({ name, links: cost.links }).toEqual({ name: "ws", links: 23 + 2 * 4584 });
    expect(cost.contributors[0]?.source).toBe("</script> of somebody");
  });

  it("complains of patterns that stand for nothing", async () => {
    const { exitCode, complaints } = await run("report //nowhere", targets);
    expect(exitCode).toBe(2);
    expect(complaints).toEqual(["runfiles-lens: no such target '//nowhere'"]);
  });
});
