/** `ctx.resolve_tools()` (`CommandHelper`): what an action needs of its tools. */
import { unknownApi } from "./actions.ts";
import { Artifact, Root } from "../artifact.ts";
import { Depset } from "../depset.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { isFilegroup } from "./locations.ts";

/** The versions of which it was seen: 4.2.3 and 7.7.1. Later ones have no middlemen. */
const KNOWN_MAJORS = [4, 7];

interface ResolvedTools {
  readonly files: Depset | Unknown;
  /** Something opaque for each that can be run: its runfiles. */
  readonly manifests: StarlarkList | Unknown;
}

/** The files to run of the tools, in the order of `RuleConfiguredTargetBuilder.buildFilesToRun`: those of the target, the executable, and what stands for the runfiles of a program. */
export function resolvedTools(tools: Iterable<Value>, major: number): ResolvedTools {
  const manifest = unknownApi("ctx.resolve_tools");
  const notKnown = { files: manifest, manifests: manifest };
  if (!KNOWN_MAJORS.includes(major)) return notKnown;
  const parts: Depset[] = [];
  let programs = 0;
  for (const tool of tools) {
    // In Bazel 4 a filegroup hands its files on by a middleman.
    if (!(tool instanceof ConfiguredTarget) || (major === 4 && isFilegroup(tool))) return notKnown;
    const { files, executable, tree } = tool.outputs;
    const own = executable === undefined ? [] : tree ? [executable, runfilesMiddleman(executable)] : [executable];
    parts.push(new Depset("default", own, [files]));
    if (tool.isFile || executable !== undefined) programs++;
  }
  return {
    files: new Depset("default", [], parts),
    manifests: new StarlarkList(Array.from({ length: programs }, () => manifest)),
  };
}

/** `MiddlemanFactory.createRunfilesMiddleman` */
function runfilesMiddleman(program: Artifact | Unknown): Artifact | Unknown {
  if (program instanceof Unknown) return program;
  const { root, path, owner, configuration } = program;
  const name = escaped(path.slice(root.path.length + 1));
  const internal = new Root(root.path.replace(/bin$/, "internal"));
  const shortPath = `_middlemen/${name}-runfiles`;
  return new Artifact({
    root: internal,
    path: `${internal.path}/${shortPath}`,
    shortPath,
    kind: "file",
    owner,
    configuration,
  });
}

const ESCAPES: Readonly<Record<string, string>> = { _: "_U", "/": "_S", "\\": "_B", ":": "_C", "@": "_A" };

/** `Actions.escapedPath` */
function escaped(path: string): string {
  return path.replace(/[_/\\:@]/g, (character) => ESCAPES[character] ?? character);
}
