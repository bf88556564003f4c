/**
 * The .bazelrc files that are in force, with their imports worked in, in the order in which Bazel's client reads them (src/main/cpp/option_processor.cc, rc_file.cc; docs run/bazelrc).
 *
 * One *top-level* file gives, command by command, a list of words: those of its own lines and, in place, those of the files it imports. Options are found in these lists later (options.ts), not in
 * lines, since Bazel joins the words of adjacent lines: `build --copt` and `build -O2` are one option.
 */
import type { Range } from "../../../base/text.ts";
import { LineIndex } from "../../../base/text.ts";
import { isAbsolutePath, joinPath } from "../../../base/path.ts";
import type { BazelVersion, Variables } from "../bazelVersion.ts";
import { compareVersions, isAtLeast, parseVersion } from "../bazelVersion.ts";
import type { FileReader } from "../fileReader.ts";
import type { RcLine, RcWord } from "./tokenizer.ts";
import { tokenizeRc } from "./tokenizer.ts";

/** A word of a line, and where it stands. */
export interface RcArgument {
  readonly text: string;
  readonly path: string;
  readonly range: Range;
  /** The line's command as written: `build`, `build:ci`. */
  readonly command: string;
  /** The whole line as written. */
  readonly lineText: string;
}

/** A top-level file with its imports. */
export interface RcFile {
  readonly path: string;
  /** By command as written (`build`, `test:ci`), in the order of the words. */
  readonly arguments: ReadonlyMap<string, readonly RcArgument[]>;
}

/** Something wrong in a .bazelrc. Bazel refuses to start for an `error`. */
export interface RcProblem {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly path: string;
  readonly range: Range;
}

export interface RcFiles {
  readonly files: readonly RcFile[];
  readonly problems: readonly RcProblem[];
  /** Every file that was read or that would have been, had it been there; absolute paths. */
  readonly paths: ReadonlySet<string>;
}

/** What decides which files are read. */
export interface RcInputs {
  /** Absolute path of the workspace root. */
  readonly root: string;
  readonly version: BazelVersion;
  readonly environment: Variables;
  readonly homeDirectory: string | undefined;
  /** The system's file: `/etc/bazel.bazelrc`, Debian's `/etc/bazel/bazelrc`, `%ProgramData%\bazel.bazelrc`. */
  readonly systemRc: string | undefined;
  /** Where the user calls Bazel from; relative imports start there. */
  readonly workingDirectory: string;
  /** Startup options of the command line, which choose files: `--bazelrc=…`, `--nohome_rc`, … */
  readonly startupOptions: readonly string[];
}

/** Whether a file is a .bazelrc by its name; one that is imported may have any. */
export function isRcFile(path: string): boolean {
  return /(^|[./])bazelrc$/.test(path);
}

export function readRcFiles(reader: FileReader, inputs: RcInputs): RcFiles {
  const loader = new RcLoader(reader, inputs);
  const files = rcPaths(inputs).flatMap((path) => loader.load(path) ?? []);
  return { files, problems: loader.problems, paths: loader.paths };
}

/** The top-level files in order, there or not; each once, however many names lead to it. */
function rcPaths(inputs: RcInputs): readonly string[] {
  const has = (option: string) => inputs.startupOptions.includes(option);
  if (has("--ignore_all_rc_files")) return [];
  const paths: (string | undefined)[] = [];
  if (!has("--nosystem_rc")) paths.push(inputs.systemRc);
  if (!has("--noworkspace_rc")) paths.push(joinPath(inputs.root, ".bazelrc"));
  if (!has("--nohome_rc") && inputs.homeDirectory !== undefined) paths.push(joinPath(inputs.homeDirectory, ".bazelrc"));
  paths.push(...environmentRcs(inputs), ...commandLineRcs(inputs.startupOptions));
  return [...new Set(paths.flatMap((path) => (path === undefined ? [] : joinPath(inputs.workingDirectory, path))))];
}

/** The variable BAZELRC, documented since Bazel 9.0. */
function environmentRcs(inputs: RcInputs): readonly string[] {
  if (!isAtLeast(inputs.version, "9.0")) return [];
  return (inputs.environment.get("BAZELRC") ?? "").split(",").filter((path) => path !== "");
}

/** `--bazelrc=A --bazelrc=B`; `/dev/null` ends the list. */
function commandLineRcs(startupOptions: readonly string[]): readonly string[] {
  const paths = startupOptions.flatMap((option, i) => {
    if (option === "--bazelrc") return startupOptions[i + 1] ?? [];
    return option.startsWith("--bazelrc=") ? option.slice("--bazelrc=".length) : [];
  });
  const end = paths.indexOf("/dev/null");
  return end < 0 ? paths : paths.slice(0, end);
}

const WORKSPACE_PREFIX = "%workspace%/";

/** Loads one top-level file after the other; a file's problem is told once. */
class RcLoader {
  readonly problems: RcProblem[] = [];
  readonly paths = new Set<string>();
  readonly #reader: FileReader;
  readonly #inputs: RcInputs;

  constructor(reader: FileReader, inputs: RcInputs) {
    this.#reader = reader;
    this.#inputs = inputs;
  }

  load(path: string): RcFile | undefined {
    const into = new Map<string, RcArgument[]>();
    return this.#read(path, [path], into) ? { path, arguments: into } : undefined;
  }

  /** False where the file cannot be read. */
  #read(path: string, stack: readonly string[], into: Map<string, RcArgument[]>): boolean {
    this.paths.add(path);
    const text = this.#reader.text(path);
    if (text === undefined) return false;
    const lines = new LineIndex(text);
    for (const line of tokenizeRc(text)) {
      const [command, ...words] = line.words;
      const lineText = text.slice(line.span.start, line.span.end);
      const place = { path, range: lines.range(line.span) };
      if (isImport(command.text)) this.#import(line, lineText, place, stack, into);
      else this.#add(command.text, words, lines, { path, lineText }, into);
    }
    return true;
  }

  #add(
    command: string,
    words: readonly RcWord[],
    lines: LineIndex,
    place: { readonly path: string; readonly lineText: string },
    into: Map<string, RcArgument[]>,
  ): void {
    const list = into.get(command) ?? [];
    for (const word of words) list.push({ text: word.text, range: lines.range(word.span), command, ...place });
    into.set(command, list);
  }

  #import(
    line: RcLine,
    lineText: string,
    place: { readonly path: string; readonly range: Range },
    stack: readonly string[],
    into: Map<string, RcArgument[]>,
  ): void {
    const command = line.words[0].text;
    const conditional = command === CONDITIONAL_IMPORT;
    const target = line.words[conditional ? 2 : 1];
    if (!target || line.words.length !== (conditional ? 3 : 2)) {
      this.#problem("error", `Invalid import declaration in config file '${place.path}': '${lineText}'`, place);
      return;
    }
    if (conditional && !this.#versionMatches(line.words[1]?.text ?? "", place)) return;
    const path = this.#importPath(target.text);
    if (stack.includes(path)) {
      const loop = [...stack, path].map((member) => `  ${member}`).join("\n");
      this.#problem("error", `Import loop detected:\n${loop}`, place);
      return;
    }
    const read = this.#read(path, [...stack, path], into);
    if (!read && command === "import") {
      this.#problem(
        "error",
        `Unexpected error reading config file '${path}': it does not exist or cannot be read`,
        place,
      );
    }
  }

  #importPath(written: string): string {
    if (written.startsWith(WORKSPACE_PREFIX))
      return joinPath(this.#inputs.root, written.slice(WORKSPACE_PREFIX.length));
    return isAbsolutePath(written) ? written : joinPath(this.#inputs.workingDirectory, written);
  }

  /** Since 8.7 and 9.0; older Bazels take the line for an unknown command. */
  #versionMatches(condition: string, place: { readonly path: string; readonly range: Range }): boolean {
    if (!isAtLeast(this.#inputs.version, "8.7")) {
      this.#problem("warning", `'${CONDITIONAL_IMPORT}' is ignored before Bazel 8.7`, place);
      return false;
    }
    const matches = versionMatches(this.#inputs.version, condition);
    if (matches === undefined) this.#problem("error", `'${condition}' is not a condition on Bazel's version`, place);
    return matches ?? false;
  }

  #problem(
    severity: "error" | "warning",
    message: string,
    place: { readonly path: string; readonly range: Range },
  ): void {
    this.problems.push({ severity, message, ...place });
  }
}

const CONDITIONAL_IMPORT = "try-import-if-bazel-version";

function isImport(command: string): boolean {
  return command === "import" || command === "try-import" || command === CONDITIONAL_IMPORT;
}

/** `>=8.1.0`, `!=9.0.0`, `~8`, `~8.1`, `~8.1.2`; undefined where the condition is malformed. */
export function versionMatches(version: BazelVersion, condition: string): boolean | undefined {
  const range = /^~(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(condition);
  if (range) {
    const [, major, minor, patch] = range;
    if (version.major !== Number(major)) return false;
    if (minor !== undefined && version.minor !== Number(minor)) return false;
    return patch === undefined || version.patch >= Number(patch);
  }
  const comparison = /^(>=|<=|==|!=|>|<)(.+)$/.exec(condition);
  const bound = comparison && parseVersion(comparison[2] ?? "");
  if (!bound) return undefined;
  const order = compareVersions(version, bound);
  switch (comparison[1]) {
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "==":
      return order === 0;
    default:
      return order !== 0;
  }
}
