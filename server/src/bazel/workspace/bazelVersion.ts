/**
 * Bazel versions: their order, and which one a workspace uses, read as Bazelisk reads it (bazelisk core/core.go, config/config.go, ws/ws.go).
 */
import { joinPath } from "../../base/path.ts";
import type { ContextKey, Thread } from "../../starlark/thread.ts";
import { contextKey, LACKING, type Lacking } from "../../starlark/thread.ts";
import type { FileReader } from "./fileReader.ts";

/** `7.4.0`, `8.0.0rc1`, `9.0.0-pre.20250311.1`. */
export interface BazelVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** `rc1`, `pre.20250311.1`; `""` for a release. */
  readonly prerelease: string;
  /** This Bazel does not say its version: it was built by a distribution, or by whoever uses it. */
  readonly unsaid?: true;
}

/** Behind a version in a setting: Bazel does not say it. */
export const UNSAID = "+unsaid";

/** The newest release of each line that this program knows of; an unknown version is predicted as the last one. */
const KNOWN_RELEASES: readonly string[] = ["4.2.4", "5.4.1", "6.5.0", "7.7.1", "8.7.0", "9.1.0"];

const NEWEST_RELEASE: BazelVersion = { major: 9, minor: 1, patch: 0, prerelease: "" };

/** The oldest release whose behaviour was looked at. */
const OLDEST_RELEASE: BazelVersion = { major: 4, minor: 2, patch: 3, prerelease: "" };

/** Where a version was told. */
export interface VersionSource {
  readonly kind: "setting" | "environment" | "file" | "fallback" | "none";
  /** The file's path or the variable's name. */
  readonly name: string;
}

/** The Bazel version of a workspace. `predictedAs` is the version whose behaviour is used; the prediction may be called complete only for `exact`. */
export type BazelVersionChoice =
  | {
      readonly kind: "exact";
      readonly version: BazelVersion;
      readonly text: string;
      readonly source: VersionSource;
      readonly predictedAs: BazelVersion;
    }
  | {
      readonly kind: "prefix";
      readonly text: string;
      readonly source: VersionSource;
      readonly predictedAs: BazelVersion;
      readonly reason: string;
    }
  | {
      readonly kind: "unknown";
      readonly text: string;
      readonly source: VersionSource;
      readonly predictedAs: BazelVersion;
      readonly reason: string;
    };

/** Variables of the environment. */
export type Variables = Pick<ReadonlyMap<string, string>, "get">;

export interface VersionInputs {
  /** What the user chose in the settings or on the command line; goes before everything. */
  readonly setting: string | undefined;
  readonly environment: Variables;
  readonly homeDirectory: string | undefined;
}

/** The version in use for a workspace root. */
export function bazelVersionOf(reader: FileReader, root: string, inputs: VersionInputs): BazelVersionChoice {
  const found = versionText(reader, root, inputs);
  if (!found)
    return unknownVersion("", { kind: "none", name: "" }, "nothing in the workspace says which Bazel version it uses");
  return parseVersionChoice(found.text, found.source);
}

/** Reads the forms that Bazelisk knows: `7.4.0`, `8.x`, `8.*`, `7.4.x`, `latest`, `latest-1`, `last_green`, `rolling`, a commit, `fork/version`. */
export function parseVersionChoice(text: string, source: VersionSource): BazelVersionChoice {
  const slash = text.indexOf("/");
  if (slash >= 0 && text.slice(0, slash) !== "bazelbuild") {
    return unknownVersion(text, source, `'${text}' is a fork of Bazel, which may behave otherwise`);
  }
  const plain = slash >= 0 ? text.slice(slash + 1) : text;
  const version = parseVersion(plain);
  if (version) return versionInReach(version, text, source);
  const unsaid = source.kind === "setting" && plain.endsWith(UNSAID) && parseVersion(plain.slice(0, -UNSAID.length));
  if (unsaid) return versionInReach({ ...unsaid, unsaid: true }, text, source);
  const prefix = /^(\d+(?:\.\d+)?)\.[x*]$/.exec(plain)?.[1];
  if (prefix !== undefined) {
    const predictedAs = newestOf(prefix);
    const reason = `'${text}' stands for the newest ${prefix} release, which changes`;
    if (predictedAs) return { kind: "prefix", text, source, predictedAs, reason };
  }
  return unknownVersion(text, source, `'${text}' does not name a fixed Bazel version`);
}

/** Of lines that came later, and of releases long before, nothing is known: they are predicted as their nearest neighbour. */
function versionInReach(version: BazelVersion, text: string, source: VersionSource): BazelVersionChoice {
  if (compareVersions(version, NEWEST_RELEASE) > 0 && !continuesLine(version, NEWEST_RELEASE))
    return unknownVersion(text, source, `'${text}' is newer than Bazel ${String(NEWEST_RELEASE.major)}`);
  if (compareVersions(version, OLDEST_RELEASE) < 0)
    return {
      ...unknownVersion(text, source, `'${text}' is older than ${versionToString(OLDEST_RELEASE)}`),
      predictedAs: OLDEST_RELEASE,
    };
  if (version.prerelease.startsWith("pre"))
    return { ...unknownVersion(text, source, `'${text}' lies between two releases`), predictedAs: version };
  return { kind: "exact", version, text, source, predictedAs: version };
}

/** A version in Bazel's own spelling, undefined where it is none. `bazel 7.4.0` and `release 7.4.0` are read too, since that is what Bazel prints. */
export function parseVersion(text: string): BazelVersion | undefined {
  const match = /^(?:bazel |release )?(\d+)\.(\d+)\.(\d+)(?:-?((?:rc|pre)[.\w]*))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, major, minor, patch, prerelease] = match;
  return { major: Number(major), minor: Number(minor), patch: Number(patch), prerelease: prerelease ?? "" };
}

export function versionToString(version: BazelVersion): string {
  const { major, minor, patch, prerelease } = version;
  const separator = prerelease.startsWith("pre") ? "-" : "";
  return `${major}.${minor}.${patch}${separator}${prerelease}`;
}

/** `native.bazel_version`, which is empty where Bazel does not say it (`BlazeVersionInfo.getVersion`). */
export function saidVersion(version: BazelVersion): string {
  return version.unsaid ? "" : versionToString(version);
}

export function isSameVersion(a: BazelVersion, b: BazelVersion): boolean {
  return versionToString(a) === versionToString(b) && a.unsaid === b.unsaid;
}

/** Negative where `a` is older. A pre-release is older than its release. */
export function compareVersions(a: BazelVersion, b: BazelVersion): number {
  const numbers = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
  if (numbers !== 0 || a.prerelease === b.prerelease) return numbers;
  if (a.prerelease === "" || b.prerelease === "") return a.prerelease === "" ? 1 : -1;
  return comparePrerelease(a.prerelease, b.prerelease);
}

/** Whether `version` is `bound` (`"7.1"` = `"7.1.0"`) or newer. Pre-releases of the bound count as having it, as they are cut from the same source. */
export function isAtLeast(version: BazelVersion, bound: string): boolean {
  const [major = 0, minor = 0, patch = 0] = bound.split(".").map(Number);
  return compareVersions({ ...version, prerelease: "" }, { major, minor, patch, prerelease: "" }) >= 0;
}

/**
 * Whether a version lies between two others, both included. What was looked at in the newest release that is known of its line holds for those that have followed in it, since minor and patch releases are
 * backward-compatible (bazel.build/release/backward-compatibility).
 */
export function isBetween(version: BazelVersion, from: string, to: string): boolean {
  const last = parseVersion(to) ?? version;
  if (!isAtLeast(version, from)) return false;
  return compareVersions(version, last) <= 0 || (KNOWN_RELEASES.includes(to) && continuesLine(version, last));
}

function continuesLine(version: BazelVersion, release: BazelVersion): boolean {
  return version.major === release.major && !version.prerelease.startsWith("pre");
}

function versionText(
  reader: FileReader,
  root: string,
  inputs: VersionInputs,
): { readonly text: string; readonly source: VersionSource } | undefined {
  if (inputs.setting) return { text: inputs.setting, source: { kind: "setting", name: "bazelVersion" } };
  return (
    configured(reader, root, inputs, "USE_BAZEL_VERSION") ??
    fromVersionFile(reader, root) ??
    fallback(configured(reader, root, inputs, "USE_BAZEL_FALLBACK_VERSION"))
  );
}

/** A Bazelisk variable: the environment, then `.bazeliskrc` of the workspace, then that of the home directory. */
function configured(
  reader: FileReader,
  root: string,
  inputs: VersionInputs,
  name: string,
): { readonly text: string; readonly source: VersionSource } | undefined {
  const value = inputs.environment.get(name);
  if (value) return { text: value, source: { kind: "environment", name } };
  for (const directory of [root, inputs.homeDirectory]) {
    if (directory === undefined) continue;
    const path = joinPath(directory, ".bazeliskrc");
    const fromFile = parseBazeliskrc(reader.text(path) ?? "").get(name);
    if (fromFile) return { text: fromFile, source: { kind: "file", name: path } };
  }
  return undefined;
}

/** `KEY=VALUE` lines; `#` begins a comment only at the start of a line; lines without `=` are skipped. */
function parseBazeliskrc(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const trimmed = line.trim();
    const equals = trimmed.indexOf("=");
    if (trimmed.startsWith("#") || equals < 0) continue;
    values.set(trimmed.slice(0, equals).trim(), trimmed.slice(equals + 1).trim());
  }
  return values;
}

/** Only the first line of the root's own `.bazelversion` counts, and an empty one says nothing. */
function fromVersionFile(reader: FileReader, root: string): { text: string; source: VersionSource } | undefined {
  const path = joinPath(root, ".bazelversion");
  const text = (reader.text(path)?.split("\n")[0] ?? "").trim();
  return text === "" ? undefined : { text, source: { kind: "file", name: path } };
}

function fallback(
  configured: { readonly text: string; readonly source: VersionSource } | undefined,
): { readonly text: string; readonly source: VersionSource } | undefined {
  if (!configured) return undefined;
  const text = configured.text.replace(/^(error|warn|silent):/, "");
  return text === "" ? undefined : { text, source: { kind: "fallback", name: configured.source.name } };
}

function unknownVersion(text: string, source: VersionSource, reason: string): BazelVersionChoice {
  return { kind: "unknown", text, source, predictedAs: NEWEST_RELEASE, reason };
}

function newestOf(prefix: string): BazelVersion | undefined {
  const known = KNOWN_RELEASES.find((release) => release.startsWith(`${prefix}.`));
  return parseVersion(known ?? `${prefix}${prefix.includes(".") ? "" : ".0"}.0`);
}

/** `rc2` before `rc10`, `pre.20250311.1` before `pre.20250401.1`, `pre` before `rc`. */
function comparePrerelease(a: string, b: string): number {
  const parts = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
  const [left = [], right = []] = parts;
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x = "", y = ""] = [left[i], right[i]];
    const difference = /^\d+$/.test(x) && /^\d+$/.test(y) ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The version whose rules an evaluation follows. */
export const BAZEL_VERSION: ContextKey<BazelVersion> = contextKey("bazel version");

/** Nothing but what came with 8.2; of 5 and 6 nothing else was looked at. */
const LATER_THAN_8_1: Lacking = {
  extremeKey: false,
  dictUnion: false,
  jsonDefault: false,
  jsonRepeatedKeys: false,
  byteStrings: true,
  members: new Map(),
};

/** Measured with 4.2.3. */
const LATER_THAN_4: Lacking = {
  extremeKey: true,
  dictUnion: true,
  jsonDefault: true,
  jsonRepeatedKeys: true,
  byteStrings: true,
  members: new Map([
    ["File", new Set(["is_symlink"])],
    ["Label", new Set(["repo_name", "same_package_label"])],
    ["ctx", new Set(["exec_groups", "package_relative_label", "super"])],
    ["string", new Set(["removeprefix", "removesuffix"])],
  ]),
};

/** Measured with 7.7.1, which has what came since 4; what is gone by then is not there from 7 on. */
const OTHER_THAN_7: Lacking = {
  ...LATER_THAN_8_1,
  members: new Map([
    ["File", new Set(["is_symlink"])],
    ["ctx", new Set(["host_configuration", "host_fragments"])],
  ]),
};

/** With `--experimental_exec_groups`. */
const LATER_THAN_4_WITH_GROUPS: Lacking = {
  ...LATER_THAN_4,
  members: new Map([...LATER_THAN_4.members, ["ctx", new Set(["package_relative_label", "super"])]]),
};

/** Has a thread evaluate as the version does. */
export function useVersion(thread: Thread, version: BazelVersion, flags?: { readonly execGroups: boolean }): void {
  thread.set(BAZEL_VERSION, version);
  if (version.major < 5) thread.set(LACKING, flags?.execGroups ? LATER_THAN_4_WITH_GROUPS : LATER_THAN_4);
  else if (version.major === 7) thread.set(LACKING, OTHER_THAN_7);
  else if (!isAtLeast(version, "8.2")) thread.set(LACKING, LATER_THAN_8_1);
}
