import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../server/src/cli/arguments.ts";
import { COMMANDS, commandsOf, helpText, OPTIONS } from "../../server/src/cli/options.ts";

const parse = (line: string) => parseCommandLine(line.split(" ").filter((word) => word !== ""));

describe("parseCommandLine", () => {
  it("reads commands with their operands and options", () => {
    expect(parse("check")).toMatchObject({ kind: "check", patterns: [], failOn: "warning", format: "text" });
    expect(
      parse("check //a/... //b --fail-on error --format=sarif --config ci --config x --bazel-flag=--y --command test"),
    ).toMatchObject({
      kind: "check",
      patterns: ["//a/...", "//b"],
      failOn: "error",
      format: "sarif",
      build: { command: "test", configs: ["ci", "x"], flags: ["--y"] },
    });
    expect(parse("tree //a //b --source bazel")).toMatchObject({
      kind: "tree",
      targets: ["//a", "//b"],
      source: "bazel",
    });
    expect(parse("why //a _main/x")).toMatchObject({ kind: "why", target: "//a", path: "_main/x" });
    expect(parse("why --who _main/x")).toMatchObject({ kind: "who", path: "_main/x" });
    expect(parse("verify --build")).toMatchObject({ kind: "verify", patterns: [], buildManifests: true });
    expect(parse("report")).toMatchObject({ kind: "report", patterns: [], format: "md", all: false });
    expect(parse("report //a/... --format html --all")).toMatchObject({
      patterns: ["//a/..."],
      format: "html",
      all: true,
    });
    expect(parse("lsp --stdio")).toEqual({ kind: "lsp" });
    expect(parse("tree --help")).toEqual({ kind: "help", command: "tree" });
    expect(parse("help measure")).toEqual({ kind: "help", command: "measure" });
    expect(parse("help mesure")).toMatchObject({ kind: "error" });
    expect(parse("--version")).toEqual({ kind: "version" });
  });

  it.each([
    ["", "no command was given"],
    ["chek", "there is no command 'chek' (did you mean 'check'?)"],
    ["nonsense", "there is no command 'nonsense'"],
    ["check --fail-onn error", "there is no option '--fail-onn' (did you mean '--fail-on'?)"],
    ["check -x", "there is no option '-x'"],
    ["check --source bazel", "--source is an option of tree, not of check"],
    ["tree //a --fail-on error", "--fail-on is an option of check, not of tree"],
    ["gaps --all", "--all is an option of tree, verify, report, not of gaps"],
    ["report --repeat 3", "--repeat is an option of measure, not of report"],
    ["check --bazel-version newest", "--bazel-version is a version, as in 7.4.1, 8.x or latest, not 'newest'"],
    ["check --workspace", "Option '--workspace <value>' argument missing"],
    ["tree", "tree wants a label, as in: runfiles-lens tree //pkg:name"],
    ["report --format text", "--format is one of md, json, html, not 'text'"],
    ["tree //a --format sarif", "--format is one of text, json, not 'sarif'"],
    ["check --command query", "--command is one of build, test, run, not 'query'"],
    ["check --fail-on fatal", "--fail-on is one of error, warning, information, hint, never, not 'fatal'"],
    ["why //a", "why wants a label and a path, as in: runfiles-lens why //pkg:name _main/pkg/data.txt"],
    ["why --who", "why --who wants one path of a runfiles tree"],
  ])("refuses %j", (line, message) => {
    expect(parse(line)).toEqual({ kind: "error", message });
  });

  it.each([
    "7.4.1",
    "8.x",
    "7.4.*",
    "9.0.0rc5",
    "9.0.0-pre.20250101.1",
    "latest",
    "latest-1",
    "last_green",
    "rolling",
    "fork/7.0.0",
    "0123456789abcdef0123456789abcdef01234567",
  ])("takes the version %s", (version) => {
    expect(parse(`check --bazel-version ${version}`)).toMatchObject({ kind: "check", bazelVersion: version });
  });

  it.each(COMMANDS)("the help of %s names its options, and no others", (command) => {
    const named = [...helpText(command).matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name);
    const options = Object.keys(OPTIONS) as (keyof typeof OPTIONS)[];
    expect(named).toEqual(options.filter((option) => commandsOf(option).includes(command)));
  });

  it("the help of the program names every command", () => {
    for (const command of COMMANDS) expect(helpText()).toMatch(new RegExp(`^ {2}${command} `, "m"));
  });
});
