/**
 * Files of module registries, from where they are on disk (bazel/bzlmod/IndexRegistry.java, RegistryFactoryImpl.java, VendorManager.java).
 *
 * A registry of `--registry=file://…` is a directory. Of any other one MODULE.bazel.lock tells which files Bazel has read, and their digests (`registryFileHashes`, since 7.2): their contents are in the repository cache,
 * in the vendor directory, or in the module's own repository, where Bazel has put them. A file counts only when its digest is the one that is asked for.
 */
import { hex, sha256, utf8 } from "../../base/hashes.ts";
import { joinPath } from "../../base/path.ts";
import type { ModuleKey } from "./canonicalNames.ts";
import type { FileReader } from "./fileReader.ts";
import type { RegistrySource } from "./moduleSource.ts";
import { pathFromRoot } from "./repositoryContents.ts";

export interface Registries {
  readonly reader: FileReader;
  /** Absolute path of the main repository. */
  readonly root: string;
  /** URLs in the order in which they are asked. */
  readonly urls: readonly string[];
  /** Digests of files by URL, 64 hex digits; null where a registry has no such file. */
  readonly hashes: ReadonlyMap<string, string | null>;
  /** Directories that hold contents by digest: `<directory>/content_addressable/sha256/<digest>/file`. */
  readonly caches: readonly string[];
  readonly vendorDirectory: string | undefined;
  /** Directories that hold repositories by their canonical name. */
  readonly repositoryDirectories: readonly string[];
}

/** The MODULE.bazel file of a version, as a registry has it. */
export type RegistryModuleFile =
  | {
      readonly kind: "file";
      /** URL of the registry. */
      readonly registry: string;
      readonly path: string;
      /** Of its text. */
      readonly digest: string;
      /** Where the module's own files are, for a registry that says so. */
      readonly directory: string | undefined;
    }
  /** Bazel refuses the module for this reason. */
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "unknown"; readonly why: string };

export const CENTRAL_REGISTRY = "https://bcr.bazel.build";

/** `only`: the registry of an override, `""` where it names none. `repository`: the module's canonical name. */
export function registryModuleFile(
  registries: Registries,
  key: ModuleKey,
  only: string,
  repository: string,
): RegistryModuleFile {
  const urls = only === "" ? registries.urls : [only];
  const mistaken = registryProblem(urls);
  if (mistaken !== undefined) return { kind: "refused", message: mistaken };
  for (const url of urls) {
    const directory = registryDirectory(registries, url);
    const found =
      directory === undefined
        ? remoteFile(registries, `${withoutSlash(url)}/${moduleFilePath(key)}`, repository)
        : localFile(registries, directory, key);
    if (found !== "absent") return found.kind === "file" ? { ...found, registry: url } : found;
  }
  // What a lock file says of a registry that is elsewhere may not be so for ever.
  const isCertain = urls.every((url) => registryDirectory(registries, url) !== undefined);
  if (!isCertain) return { kind: "unknown", why: "no registry has it" };
  const asked = urls.map(
    (url) => `\n* ${withoutSlash(url).replace("%workspace%", registries.root)}/${moduleFilePath(key)}: not found`,
  );
  return { kind: "refused", message: `module ${key.name}@${key.version} not found in registries:${asked.join("")}` };
}

/** What Bazel says of the first URL that is none of a registry (RegistryFactoryImpl.java). */
export function registryProblem(urls: readonly string[]): string | undefined {
  for (const url of urls) {
    const [, scheme, rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/.exec(url) ?? [];
    const invalid = (why: string) => `Invalid registry URL: ${url}: ${why}: ${url}`;
    if (scheme === undefined)
      return invalid("Registry URL has no scheme -- supported schemes are: http://, https:// and file://");
    if (!["http", "https", "file"].includes(scheme)) return invalid("Unrecognized registry URL protocol");
    if (scheme === "file" && !/^(?:\/|%workspace%)/.test(rest))
      return invalid(
        "Registry URL path is not valid -- did you mean to use file:///foo/bar or file:///c:/foo/bar for Windows?",
      );
  }
  return undefined;
}

/**
 * Why Bazel cannot tell where the files of a version that is selected come from (`IndexRegistry.getRepoSpec`). Of a registry in a directory alone: of any other one the lock file would not list the version.
 */
export function registrySourceProblem(
  registries: Registries,
  key: ModuleKey,
  { registry }: Extract<RegistryModuleFile, { readonly kind: "file" }>,
): string | undefined {
  const directory = registryDirectory(registries, registry);
  if (directory === undefined) return undefined;
  const shown = `${key.name}@${key.version}`;
  const failed = (why: string) => `Unable to get module repo spec for ${shown} from registry: ${why}`;
  const text = registries.reader.text(joinPath(directory, sourcePath(key)));
  const url = withoutSlash(registry).replace("%workspace%", registries.root);
  if (text === undefined) return failed(`Module ${shown}'s source.json not found in registry ${url}`);
  const source = jsonObject(text);
  if (!source) return failed(`Unable to parse json at url ${url}/${sourcePath(key)}`);
  const type: unknown = Reflect.get(source, "type") ?? "archive";
  if (type !== "archive" && type !== "local_path" && type !== "git_repository")
    return failed(`Invalid source type "${String(type)}" for module ${shown}`);
  if (type !== "archive") return undefined;
  if (typeof Reflect.get(source, "url") !== "string") return failed(`Missing source URL for module ${shown}`);
  if (typeof Reflect.get(source, "integrity") !== "string") return failed(`Missing integrity for module ${shown}`);
  return undefined;
}

/** Where the files of a version come from, as the registry of its MODULE.bazel file says; undefined where that is not on disk. */
export function registrySourceOf(
  registries: Registries,
  key: ModuleKey,
  { registry, path }: Extract<RegistryModuleFile, { readonly kind: "file" }>,
): RegistrySource | undefined {
  const source = jsonObject(registryText(registries, registry, sourcePath(key)));
  const about = jsonObject(registryText(registries, registry, "bazel_registry.json"));
  const mirrors: unknown = about && Reflect.get(about, "mirrors");
  return (
    source && {
      url: withoutSlash(registry).replace("%workspace%", registries.root),
      key,
      source,
      mirrors: Array.isArray(mirrors) ? mirrors.filter((mirror) => typeof mirror === "string") : [],
      moduleFileDigest: sha256(utf8(registries.reader.text(path) ?? "")),
    }
  );
}

function registryText(registries: Registries, url: string, path: string): string | undefined {
  const directory = registryDirectory(registries, url);
  if (directory !== undefined) return registries.reader.text(joinPath(directory, path));
  const whole = `${withoutSlash(url)}/${path}`;
  return fileOfDigest(registries, registries.hashes.get(whole) ?? undefined, storedPaths(registries, whole))?.text;
}

/** The digests of a lock file; empty for one that has none or cannot be read. */
export function registryFileHashes(lockFile: string): ReadonlyMap<string, string | null> {
  const hashes = new Map<string, string | null>();
  for (const [url, digest] of Object.entries(hashesOf(lockFile)) as [string, unknown][]) {
    if (digest === null || (typeof digest === "string" && /^[0-9a-f]{64}$/.test(digest))) hashes.set(url, digest);
  }
  return hashes;
}

function hashesOf(lockFile: string): object {
  try {
    const lock: unknown = JSON.parse(lockFile);
    const hashes: unknown = typeof lock === "object" && lock !== null && Reflect.get(lock, "registryFileHashes");
    return typeof hashes === "object" && hashes !== null ? hashes : {};
  } catch {
    return {}; // Half-written, or a merge that is not finished.
  }
}

export function textDigest(text: string): string {
  return hex(sha256(utf8(text)));
}

function sourcePath({ name, version }: ModuleKey): string {
  return `modules/${name}/${version}/source.json`;
}

function moduleFilePath({ name, version }: ModuleKey): string {
  return `modules/${name}/${version}/MODULE.bazel`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

/** Undefined for a registry that is not on this machine. */
function registryDirectory({ root }: Registries, url: string): string | undefined {
  const path = /^file:(?:\/\/)?(.*)$/.exec(withoutSlash(url))?.[1];
  if (path === undefined) return undefined;
  return pathFromRoot(root, path.replace(/^\/(?=[A-Za-z]:\/|%workspace%)/, ""));
}

type FoundFile =
  | Omit<Extract<RegistryModuleFile, { readonly kind: "file" }>, "registry">
  | Extract<RegistryModuleFile, { readonly kind: "unknown" }>
  | "absent";

function localFile(registries: Registries, directory: string, key: ModuleKey): FoundFile {
  const path = joinPath(directory, moduleFilePath(key));
  const text = registries.reader.text(path);
  if (text === undefined) return "absent";
  return { kind: "file", path, digest: textDigest(text), directory: sourceDirectory(registries, directory, key) };
}

/** source.json of type `local_path`; relative paths start at `module_base_path` of bazel_registry.json, which starts at the registry. */
function sourceDirectory({ reader, root }: Registries, directory: string, key: ModuleKey): string | undefined {
  const source = jsonObject(reader.text(joinPath(directory, sourcePath(key))));
  const path: unknown = source && Reflect.get(source, "path");
  if (!source || Reflect.get(source, "type") !== "local_path" || typeof path !== "string") return undefined;
  const registry = jsonObject(reader.text(joinPath(directory, "bazel_registry.json")));
  const base: unknown = registry && Reflect.get(registry, "module_base_path");
  return pathFromRoot(root, joinPath(joinPath(directory, typeof base === "string" ? base : ""), path));
}

function jsonObject(text: string | undefined): object | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function remoteFile(registries: Registries, url: string, repository: string): FoundFile {
  const digest = registries.hashes.get(url);
  if (digest === null) return "absent";
  if (digest === undefined) return { kind: "unknown", why: "MODULE.bazel.lock does not list its MODULE.bazel file" };
  const copies = registries.repositoryDirectories.map((directory) => joinPath(directory, `${repository}/MODULE.bazel`));
  const found = fileOfDigest(registries, digest, [...storedPaths(registries, url), ...copies]);
  if (found) return { kind: "file", path: found.path, digest, directory: undefined };
  const why = "its MODULE.bazel file is neither in the repository cache nor in the vendor directory";
  return { kind: "unknown", why };
}

function fileOfDigest(
  { reader }: Registries,
  digest: string | undefined,
  paths: readonly string[],
): { readonly path: string; readonly text: string } | undefined {
  for (const path of digest === undefined ? [] : paths) {
    const text = reader.text(path);
    if (text !== undefined && textDigest(text) === digest) return { path, text };
  }
  return undefined;
}

/** Where a registry's file may lie on this machine. */
function storedPaths({ caches, vendorDirectory, hashes }: Registries, url: string): readonly string[] {
  const [, host = "", path = ""] = /^\w+:\/\/(?:[^/@]*@)?([^/:]*)(?::\d+)?\/+(.*)$/.exec(url) ?? [];
  return [
    ...caches.map((cache) => joinPath(cache, `content_addressable/sha256/${hashes.get(url) ?? ""}/file`)),
    ...(vendorDirectory === undefined
      ? []
      : [joinPath(vendorDirectory, `_registries/${host.toLowerCase()}/${decoded(path)}`)]),
  ];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
