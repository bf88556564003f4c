/** The platform mappings of a workspace: which file has them, and what it sets and demands (`PlatformMappingFunction.compute`). */
import { digestOf } from "../base/digest.ts";
import { joinPath } from "../base/path.ts";
import { NO_MAPPING, type PlatformMapping } from "../bazel/configuration/platformMapping.ts";
import { versionToString } from "../bazel/workspace/bazelVersion.ts";
import type { FileReader } from "../bazel/workspace/fileReader.ts";
import type { EffectiveFlags } from "../bazel/workspace/flags.ts";
import { parsePlatformMappings } from "../bazel/workspace/platformMappings.ts";
import { MappedFlagReader, type FlagSources } from "./mappedFlags.ts";

export interface PlatformMappingState {
  readonly mapping: PlatformMapping;
  /** Why no tree is known for sure. */
  readonly problem: string | undefined;
}

export interface MappingSources extends FlagSources {
  readonly root: string;
  readonly reader: FileReader;
  readonly flags: EffectiveFlags;
}

/** The releases whose reading of the file was followed. */
const FOLLOWED_MAJORS: readonly number[] = [4, 7];

const DEFAULT_FILE = "platform_mappings";

export function platformMappingState(sources: MappingSources): PlatformMappingState {
  const { root, reader, flags, toLabel } = sources;
  const given = flags.string("platform_mappings");
  const isGiven = given.origin !== undefined && given.value !== "";
  const path = isGiven ? given.value : DEFAULT_FILE;
  if (path.startsWith("/"))
    return refused(`While parsing option --platform_mappings=${path}: Expected relative path but got '${path}'.`);
  const file = joinPath(root, path);
  const kind = reader.kind(file);
  if (kind === "missing" && !isGiven) return { mapping: NO_MAPPING, problem: undefined };
  if (kind === "missing")
    return refused(
      `--platform_mappings was set to '${path}' but no such file exists relative to the package path roots, '[${root}]'`,
    );
  if (kind === "directory")
    return refused(
      `--platform_mappings was set to '${path}' relative to the top-level workspace '${root}' but that path refers to a directory, not a file`,
    );
  const text = reader.text(file);
  if (text === undefined) return { mapping: NO_MAPPING, problem: `the platform mappings of ${path} cannot be read` };
  const parsed = parsePlatformMappings(text, (written) => (/^(?:\/\/|@)/.test(written) ? toLabel(written) : undefined));
  if (parsed.kind === "refused") return refused(parsed.message);
  const flagReader = new MappedFlagReader(sources);
  const ofPlatform = [...parsed.mappings.ofPlatform].map(
    ([platform, lines]) => [platform, flagReader.values(lines)] as const,
  );
  const toPlatform = parsed.mappings.toPlatform.map(({ flags: lines, platform }) => ({
    wanted: flagReader.wanted(lines),
    platform,
  }));
  const id = digestOf(JSON.stringify([text, ofPlatform.map(([, { flags: values }]) => [...(values ?? [])])]));
  return {
    mapping: { id: id.slice(0, 12), ofPlatform: new Map(ofPlatform), toPlatform },
    problem: flagReader.problems[0] ?? versionProblem(flags, path),
  };
}

function refused(message: string): PlatformMappingState {
  return { mapping: NO_MAPPING, problem: `Bazel refuses the command: ${message}` };
}

function versionProblem({ version }: EffectiveFlags, path: string): string | undefined {
  if (FOLLOWED_MAJORS.includes(version.major)) return undefined;
  return `how Bazel ${versionToString(version)} follows the platform mappings of ${path} was not looked at`;
}
