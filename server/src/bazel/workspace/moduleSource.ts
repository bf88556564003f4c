/**
 * What Bazel calls to fetch a module that lies in none of the machine's directories, with which attributes: made of a registry's source.json or of an override (bazel/bzlmod/RepoSpec, as ArchiveRepoSpecBuilder,
 * GitRepoSpecBuilder, IndexRegistry and InterimModule of 7.7.1 write it). The key of this call is in the repository's marker (repositoryKey.ts).
 */
import { base64 } from "../../base/hashes.ts";
import { StarlarkDict } from "../../starlark/dict.ts";
import { StarlarkList } from "../../starlark/list.ts";
import type { NamedArguments, Value } from "../../starlark/value.ts";
import type { ModuleKey } from "./canonicalNames.ts";
import type { KeyedDefinition } from "./repositoryKey.ts";

/** A call of a repository rule, without `name`. */
export interface ModuleSource {
  /** `module`: the label of the .bzl file that exports the rule. */
  readonly rule: { readonly module: string; readonly name: string };
  /** As the call gives them; labels are strings yet. */
  readonly attributes: ReadonlyMap<string, Value>;
}

/** What an override changes in the files that it has fetched (`patches`, `patch_cmds`, `patch_strip`). */
export interface ModulePatches {
  /** Labels, as written. */
  readonly patches: readonly Value[];
  /** Of a shell. */
  readonly commands: readonly Value[];
  /** Components that are taken off paths in the patches: `patch -pN`. */
  readonly strip: number;
}

/** A version's source.json, and what surrounds it. */
export interface RegistrySource {
  /** Of the registry, without a slash at its end. */
  readonly url: string;
  readonly key: ModuleKey;
  /** source.json, parsed. */
  readonly source: object;
  /** `mirrors` of bazel_registry.json. */
  readonly mirrors: readonly string[];
  /** SHA-256 of the version's MODULE.bazel file. */
  readonly moduleFileDigest: Uint8Array;
}

const HTTP_ARCHIVE = { module: "@@bazel_tools//tools/build_defs/repo:http.bzl", name: "http_archive" };
const GIT_REPOSITORY = { module: "@@bazel_tools//tools/build_defs/repo:git.bzl", name: "git_repository" };

/** `archive_override(…)`, of its named arguments. */
export function archiveSource(named: NamedArguments): ModuleSource {
  const urls = named.get("urls");
  const attributes = new Map<string, Value>([
    ["urls", typeof urls === "string" ? StarlarkList.of(urls) : list(urls)],
    ["integrity", named.get("integrity") ?? ""],
    ["strip_prefix", named.get("strip_prefix") ?? ""],
    ...patchAttributes(patchesOf(named)),
  ]);
  return { rule: HTTP_ARCHIVE, attributes };
}

/** `git_override(…)`, of its named arguments. What is empty is not written. */
export function gitSource(named: NamedArguments): ModuleSource {
  const submodules = named.get("init_submodules") === true;
  const attributes = new Map<string, Value>([
    ["remote", named.get("remote") ?? ""],
    ["commit", named.get("commit") ?? ""],
    ...patchAttributes(patchesOf(named)),
    ["init_submodules", submodules],
    ["recursive_init_submodules", submodules],
    ["strip_prefix", named.get("strip_prefix") ?? ""],
  ]);
  return { rule: GIT_REPOSITORY, attributes: new Map([...attributes].filter(([, value]) => !isEmpty(value))) };
}

/** Of an override's named arguments. */
export function patchesOf(named: NamedArguments): ModulePatches {
  const strip = named.get("patch_strip");
  return {
    patches: list(named.get("patches")).items,
    commands: list(named.get("patch_cmds")).items,
    strip: typeof strip === "number" ? strip : 0,
  };
}

/** Whether Bazel writes the patches of a `single_version_override` down: not where all are as by default. */
export function arePatched({ patches, commands, strip }: ModulePatches): boolean {
  return patches.length > 0 || commands.length > 0 || strip !== 0;
}

/** What a registry has fetched for a version, with an override's patches. Undefined for a source that is no archive. */
export function registrySource(registry: RegistrySource, patches: ModulePatches): ModuleSource | undefined {
  const { url: base, key, source, mirrors, moduleFileDigest } = registry;
  const { url, integrity, ...rest } = fieldsOf(source);
  if ((rest.type ?? "archive") !== "archive" || typeof url !== "string" || typeof integrity !== "string")
    return undefined;
  const here = `${base}/modules/${key.name}/${key.version}`;
  const below = (folder: string, files: unknown) =>
    Object.entries(fieldsOf(files)).map(([file, digest]) => [file, `${here}/${folder}/${file}`, digest] as const);
  const overlay = below("overlay", rest.overlay);
  const attributes = new Map<string, Value>([
    ["urls", new StarlarkList([...mirrors.flatMap((mirror) => mirrored(mirror, url) ?? []), asJavaWrites(url)])],
    ["integrity", integrity],
    ["strip_prefix", textOf(rest.strip_prefix)],
    ["remote_patches", dict(below("patches", rest.patches).map(([, from, digest]) => [from, textOf(digest)]))],
    ["remote_file_urls", dict(overlay.map(([file, from]) => [file, StarlarkList.of(from)]))],
    ["remote_file_integrity", dict(overlay.map(([file, , digest]) => [file, textOf(digest)]))],
    ["remote_module_file_urls", StarlarkList.of(`${here}/MODULE.bazel`)],
    ["remote_module_file_integrity", `sha256-${base64(moduleFileDigest)}`],
    ["remote_patch_strip", typeof rest.patch_strip === "number" ? rest.patch_strip : 0],
  ]);
  const type = textOf(rest.archive_type);
  if (type !== "") attributes.set("type", type);
  if (arePatched(patches)) for (const [name, value] of patchAttributes(patches)) attributes.set(name, value);
  return { rule: HTTP_ARCHIVE, attributes };
}

/** The call, as a key is computed of it: patches are files of the main repository alone. */
export function sourceDefinition(repository: string, source: ModuleSource): KeyedDefinition {
  return {
    name: repository,
    rule: source.rule,
    attributes: source.attributes,
    callStack: [],
    labels: { package: { repository: "", path: "" }, resolveRepository: () => "" },
  };
}

function patchAttributes({ patches, commands, strip }: ModulePatches): readonly (readonly [string, Value])[] {
  return [
    ["patches", new StarlarkList([...patches])],
    ["patch_cmds", new StarlarkList([...commands])],
    ["patch_args", StarlarkList.of(`-p${String(strip)}`)],
  ];
}

/** `java.net.URL` leaves an empty host out: `file:/a.zip`. */
function asJavaWrites(url: string): string {
  return url.replace(/^(\w+:)\/\/(?=\/)/, "$1");
}

/** A source's URL at a mirror: below it the host, and then the path. */
function mirrored(mirror: string, url: string): string | undefined {
  const [, host, path] = /^\w+:\/\/([^/]*)\/(.*)$/.exec(url) ?? [];
  return host === undefined || path === undefined ? undefined : `${mirror.replace(/\/+$/, "")}/${host}/${path}`;
}

function list(value: Value | undefined): StarlarkList {
  return value instanceof StarlarkList ? value : new StarlarkList();
}

function dict(entries: readonly (readonly [string, Value])[]): StarlarkDict {
  return StarlarkDict.from(entries);
}

function isEmpty(value: Value): boolean {
  return value === "" || (value instanceof StarlarkList && value.items.length === 0);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
