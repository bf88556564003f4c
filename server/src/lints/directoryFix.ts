/** The fix that names a directory instead of all files below it, where that is the same to those who read them and the Bazel version can do with it. */
import { counted } from "../base/counts.ts";
import type { Fix } from "./finding.ts";
import type { BroughtGlob } from "./largeDataGlob.ts";
import type { LintContext } from "./lint.ts";
import { joinPath, parentPath } from "../base/path.ts";
import type { Range } from "../base/text.ts";
import { LineIndex } from "../base/text.ts";
import { startupOptionsOf } from "../bazel/workspace/bazelrc/options.ts";
import { isAtLeast } from "../bazel/workspace/bazelVersion.ts";
import { BUILD_FILES } from "../bazel/workspace/root.ts";

export function directoryFix(context: LintContext, brought: BroughtGlob): readonly Fix[] {
  const { glob, site, uses } = brought;
  const [pattern = "", ...others] = glob.include;
  const [, directory] = /^([^*]+)\/\*\*(?:\/\*)?$/.exec(pattern) ?? [];
  if (directory === undefined || others.length > 0 || glob.exclude.length > 0) return [];
  if (!suitsVersion(context) || site.file !== brought.package.buildFile || isNamedOtherwise(brought, directory))
    return [];
  const path = joinPath(parentPath(brought.package.buildFile) ?? "", directory);
  if (filesBelow(context, path) !== glob.matches.length) return [];
  const location = context.locateWhole(site);
  const text = context.reader.text(site.file);
  if (!location || text === undefined || !isPlainCall(text, location.range, pattern)) return [];
  const trees = uses.filter(({ target }) => target.ruleClass.executable).length;
  const each = trees > 1 ? ` in each of ${counted(trees, "target")}` : "";
  return [
    {
      title: `Name the directory ${JSON.stringify(directory)} (${counted(glob.matches.length - 1, "link")} fewer${each})`,
      kind: "refactor.rewrite",
      preferred: false,
      tradeOff:
        "No label may name a file below the directory any more, and rules that want single files, such as those that make archives, refuse a directory.",
      edits: [
        {
          path: site.file,
          create: false,
          edits: [{ range: location.range, newText: `[${JSON.stringify(directory)}]` }],
        },
      ],
      reveal: undefined,
    },
  ];
}

/** Changes in source directories are seen from 8.5 on (bazelbuild/bazel#25870, #27417), earlier with a property of the server; remote execution takes them as runfiles from 8.3 on (#26023). */
function suitsVersion(context: LintContext): boolean {
  return context.isVersionKnown && isAtLeast(context.flags.version, "8.3") && tracksSourceDirectories(context);
}

/** Whether Bazel sees changes below source directories. */
export function tracksSourceDirectories({ flags: { version }, rcFiles }: LintContext): boolean {
  if (isAtLeast(version, "8.5")) return true;
  return startupOptionsOf(rcFiles).includes("--host_jvm_args=-DBAZEL_TRACK_SOURCE_DIRECTORIES=1");
}

/** Whether anything else names files below the directory: a directory and a file of it exclude each other. Only `data`, and what a filegroup holds, is not looked at by rules. */
function isNamedOtherwise({ package: { targets }, glob, uses }: BroughtGlob, directory: string): boolean {
  const others = uses.some(
    ({ target, attribute, files }) =>
      files !== glob.matches.length ||
      !(attribute === "data" || (target.ruleClass.name === "filegroup" && attribute === "srcs")),
  );
  const matched = new Set(glob.matches);
  return (
    others ||
    [...targets.values()].some((target) => {
      const isBelow = target.label.name.startsWith(`${directory}/`) || target.label.name === directory;
      return isBelow && (target.kind !== "source-file" || target.exported || !matched.has(target.label.name));
    })
  );
}

/** All files below a directory; `undefined` where there is a package or a symlink among them, or it cannot be read. */
function filesBelow({ reader }: LintContext, directory: string): number | undefined {
  let files = 0;
  const work = [directory];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const entries = reader.list(next);
    if (!entries) return undefined;
    for (const { name, kind, isSymlink } of entries) {
      if (isSymlink || (BUILD_FILES as readonly string[]).includes(name)) return undefined;
      if (kind === "directory") work.push(`${next}/${name}`);
      else files++;
    }
  }
  return files;
}

/** The call as written, and nothing in it but the one pattern. */
function isPlainCall(text: string, range: Range, pattern: string): boolean {
  const lines = new LineIndex(text);
  const call = text.slice(lines.offset(range.start), lines.offset(range.end));
  const [, written] = /^glob\(\s*(?:include\s*=\s*)?\[\s*"([^"\\]+)"\s*,?\s*\]\s*,?\s*\)$/.exec(call) ?? [];
  return written === pattern;
}
