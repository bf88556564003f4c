/**
 * How `cquery --output=starlark` is told to print the ingredients of a target's runfiles, and how the printed line is read.
 *
 * A line is the `repr` of nested lists of strings and integers, which is JSON. All contenders are in it, in Bazel's order; Bazel's own flattening is not, see manifest.ts. The Starlark runs on Bazel 4 to 9:
 * `DefaultInfo` is among the providers since 8.2, before that the target has its fields. Bazel stops after 500,000 steps a target, and a round of a comprehension is one.
 */

export interface BazelFile {
  readonly shortPath: string;
  /** Relative to the execution root. */
  readonly execPath: string;
  /** Label, or null where Bazel names none. */
  readonly owner: string | null;
  readonly isSource: boolean;
  /** A tree artifact; Bazel does not say it of a source directory. */
  readonly isDirectory: boolean;
}

export interface BazelSymlink {
  readonly path: string;
  readonly target: BazelFile;
}

/** What tells one configuration from another, as far as we ask; what the version in use does not have is null. */
export interface BazelConfiguration {
  readonly compilationMode: string | null;
  readonly cpu: string | null;
  readonly platforms: readonly string[];
  readonly legacyExternalRunfiles: boolean | null;
}

/** One configured target. */
export interface BazelRunfiles {
  /** Of an alias its own, not that of the target it stands for. */
  readonly label: string;
  /** What an alias stands for in the end; null for every other target. */
  readonly actual: string | null;
  readonly configuration: BazelConfiguration;
  /** Not for this platform (`target_compatible_with`): Bazel refuses to build it, and skips it where a wildcard names it. */
  readonly isIncompatible: boolean;
  readonly executable: BazelFile | null;
  /** In the order of `default_runfiles.files.to_list()`: of two with one `shortPath`, Bazel keeps the later one. */
  readonly files: readonly BazelFile[];
  readonly symlinks: readonly BazelSymlink[];
  readonly rootSymlinks: readonly BazelSymlink[];
  /** Relative to the workspace's directory in the tree; those beside external files begin with `../`. */
  readonly emptyFilenames: readonly string[];
}

/**
 * Whether a Bazel of this version can be asked for `build_options` under these flags. Before 7 its server dies where a Starlark flag was given a list, of which its name says nothing: `invalid Starlark value` (4.2.3
 * and 7.7.1 were asked; https://github.com/bazelbuild/bazel/issues/18977 tells it of 6). A transition may set one to a list.
 */
export function bearsOptions(version: string | null, flags: readonly string[]): boolean {
  if (version !== null && Number.parseInt(version, 10) >= 7) return true;
  return !flags.some((flag) => /^--(?:no)?(?:\/\/|@)/.test(flag));
}

/** `hasOptions` is false where `bearsOptions` is: the configurations are all null. */
export function runfilesFormat(hasOptions: boolean): string {
  return hasOptions ? RUNFILES_FORMAT : RUNFILES_FORMAT.replace("build_options(target) or {}", "{}");
}

const RUNFILES_FORMAT = `
def _option(options, name):
    value = options.get("//command_line_option:" + name)
    return "" if value == None else str(value)

def _alias(target):
    text = str(target)
    return [text[len("<alias target "):text.rfind(" of ")]] if text.startswith("<alias target ") else []

def format(target):
    provided = providers(target) or {}
    info = provided.get("DefaultInfo")
    if info:
        to_run = info.files_to_run
        runfiles = info.default_runfiles
    else:
        to_run = getattr(target, "files_to_run", None)
        runfiles = getattr(target, "default_runfiles", None)
    options = build_options(target) or {}

    # A platform has, since Bazel 7, the options that every configuration has, as they are by default.
    if options.get("//command_line_option:platforms") == None:
        options = {}

    # A file offers itself to be run.
    is_file = str(target).startswith("<input file target ") or str(target).startswith("<output file target ")
    executable = to_run.executable if to_run and not is_file else None
    return repr([
        str(target.label),
        int("IncompatiblePlatformProvider" in provided),
        [
            _option(options, "compilation_mode"),
            _option(options, "cpu"),
            [str(platform) for platform in (options.get("//command_line_option:platforms") or [])],
            _option(options, "legacy_external_runfiles"),
        ],
        [
            [f.short_path, f.path, str(f.owner), int(f.is_source), int(f.is_directory)]
            for f in ([executable] if executable else [])
        ],
        [
            [f.short_path, f.path, str(f.owner), int(f.is_source), int(f.is_directory)]
            for f in (runfiles.files.to_list() if runfiles else [])
        ],
        [
            [e.path, [f.short_path, f.path, str(f.owner), int(f.is_source), int(f.is_directory)]]
            for e in (runfiles.symlinks.to_list() if runfiles else [])
            for f in [e.target_file]
        ],
        [
            [e.path, [f.short_path, f.path, str(f.owner), int(f.is_source), int(f.is_directory)]]
            for e in (runfiles.root_symlinks.to_list() if runfiles else [])
            for f in [e.target_file]
        ],
        runfiles.empty_filenames.to_list() if runfiles else [],
        _alias(target),
    ])
`;

type PrintedFile = readonly [shortPath: string, execPath: string, owner: string, isSource: number, isDirectory: number];
type PrintedSymlink = readonly [path: string, target: PrintedFile];
type PrintedTarget = readonly [
  label: string,
  isIncompatible: number,
  configuration: readonly [
    compilationMode: string,
    cpu: string,
    platforms: readonly string[],
    legacyExternalRunfiles: string,
  ],
  executable: readonly PrintedFile[],
  files: readonly PrintedFile[],
  symlinks: readonly PrintedSymlink[],
  rootSymlinks: readonly PrintedSymlink[],
  emptyFilenames: readonly string[],
  /** Absent from what was recorded before it was asked for. */
  alias?: readonly string[],
];

/** Reads one line that `runfilesFormat` printed. Throws a SyntaxError where it is something else. */
export function parseRunfilesLine(line: string): BazelRunfiles {
  const [
    label,
    isIncompatible,
    configuration,
    executable,
    files,
    symlinks,
    rootSymlinks,
    emptyFilenames,
    [alias] = [],
  ] = parsePrinted(line);
  const [compilationMode, cpu, platforms, legacyExternalRunfiles] = configuration;
  return {
    label: plainLabel(alias ?? label),
    actual: alias === undefined ? null : plainLabel(label),
    configuration: {
      compilationMode: compilationMode || null,
      cpu: cpu || null,
      platforms: platforms.map(plainLabel),
      legacyExternalRunfiles: legacyExternalRunfiles === "" ? null : legacyExternalRunfiles === "True",
    },
    isIncompatible: isIncompatible === 1,
    executable: executable[0] === undefined ? null : toFile(executable[0]),
    files: files.map(toFile),
    symlinks: symlinks.map(toSymlink),
    rootSymlinks: rootSymlinks.map(toSymlink),
    emptyFilenames,
  };
}

/** The label of a line without reading the rest; undefined for what is no whole line. */
export function labelOfLine(line: string): string | undefined {
  const label = /^\["((?:[^"\\]|\\.)*)", [01], \[/.exec(line)?.[1];
  const end = /, \[(?:"((?:[^"\\]|\\.)*)")?\]\]$/.exec(line);
  if (label === undefined || !end) return undefined;
  return plainLabel(JSON.parse(`"${end[1] ?? label}"`) as string);
}

function parsePrinted(line: string): PrintedTarget {
  const value: unknown = JSON.parse(line);
  if (!Array.isArray(value) || (value.length !== 8 && value.length !== 9) || typeof value[0] !== "string")
    throw new SyntaxError(`not a line of runfiles: ${line.slice(0, 80)}`);
  return value as unknown as PrintedTarget;
}

function toFile([shortPath, execPath, owner, isSource, isDirectory]: PrintedFile): BazelFile {
  return {
    shortPath,
    execPath,
    owner: owner === "None" ? null : plainLabel(owner),
    isSource: isSource === 1,
    isDirectory: isDirectory === 1,
  };
}

function toSymlink([path, target]: PrintedSymlink): BazelSymlink {
  return { path, target: toFile(target) };
}

/** Bazel 6 and later write the main repository's labels as `@//…` or `@@//…`. */
function plainLabel(label: string): string {
  return label.replace(/^@@?\/\//, "//");
}
