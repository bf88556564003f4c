/** `ctx.resolve_tools()` (`CommandHelper`): what an action needs of its tools. */
import { unknownApi } from "./actions.ts";
import { Artifact, Root } from "../artifact.ts";
import { Depset } from "../depset.ts";
import { StarlarkList } from "../../starlark/list.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { Value } from "../../starlark/value.ts";
import { ConfiguredTarget } from "./configuredTarget.ts";
import { isFilegroup } from "./locations.ts";
import { binRoot, type Configuration } from "../configuration/configuration.ts";
import type { Label } from "../label.ts";

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
    if (!(tool instanceof ConfiguredTarget)) return notKnown;
    if (major === 4 && isFilegroup(tool)) {
      const { rule, configuration } = tool;
      if (!rule || !configuration) return notKnown;
      // What stands for the files, and not the files (`CommandHelper`, `MiddlemanProvider`).
      parts.push(new Depset("default", [aggregatingMiddleman(rule.label, configuration)]));
      continue;
    }
    const { files, executable, tree } = tool.outputs;
    const own =
      executable === undefined ? [] : tree ? [executable, runfilesMiddleman(executable, major)] : [executable];
    parts.push(new Depset("default", own, [files]));
    if (tool.isFile || executable !== undefined) programs++;
  }
  return {
    files: new Depset("default", [], parts),
    manifests: new StarlarkList(Array.from({ length: programs }, () => manifest)),
  };
}

/** `MiddlemanFactory.createRunfilesMiddleman` */
function runfilesMiddleman(program: Artifact | Unknown, major: number): Artifact | Unknown {
  if (program instanceof Unknown) return program;
  const { root, path, owner, configuration } = program;
  return middleman(root, `${escaped(path.slice(root.path.length + 1), major)}-runfiles`, owner, configuration);
}

/** `MiddlemanFactory.createMiddlemanAllowMultiple`, called for what `Actions.escapeLabel` makes of a filegroup's label */
function aggregatingMiddleman(label: Label, configuration: Configuration): Artifact {
  const { repository, packagePath, name } = label;
  const external = repository === "" ? "" : `external/${repository}`;
  const directory = escaped([external, packagePath].filter((part) => part !== "").join("/"), 4);
  const purpose = escaped(`${packagePath}:${name}`, 4);
  const file = purpose.startsWith(directory) ? purpose : directory + purpose;
  return middleman(binRoot(configuration), file, label, configuration.id);
}

function middleman(root: Root, name: string, owner: Label, configuration: string | undefined): Artifact {
  const internal = new Root(root.path.replace(/bin$/, "internal"));
  const shortPath = `_middlemen/${name}`;
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

/** `Actions.escapedPath`; Bazel 4 leaves `@` alone. */
function escaped(path: string, major: number): string {
  return path.replace(major === 4 ? /[_/\\:]/g : /[_/\\:@]/g, (character) => ESCAPES[character] ?? character);
}
