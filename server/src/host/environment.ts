/** The machine that predictions are made for, and the program's own place and version. */
import { existsSync, readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { HostEnvironment } from "../project/workspaceFlags.ts";
import type { LintDescription } from "../settings.ts";
import { slashed } from "./diskFileSystem.ts";

/** Bazel's builds for distributions have a file of their own. */
const SYSTEM_RCS = ["/etc/bazel.bazelrc", "/etc/bazel/bazelrc"];

/** This process's environment, as Bazel's client would see it. */
export function hostEnvironment({
  arch,
  env,
  platform,
}: Pick<NodeJS.Process, "arch" | "env" | "platform">): HostEnvironment {
  const programData = env.ProgramData;
  const systemRcs = platform === "win32" && programData ? [`${slashed(programData)}/bazel.bazelrc`] : SYSTEM_RCS;
  return {
    platform: {
      os: platform === "win32" ? "windows" : platform === "darwin" ? "macos" : "linux",
      arch: arch === "arm64" ? "aarch64" : "x86_64",
    },
    variables: new Map(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    homeDirectory: slashed(homedir()),
    userName: accountName(),
    systemRc: systemRcs.find((path) => existsSync(path)),
  };
}

/** Undefined where the account has no entry in the system's list. */
function accountName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** The user's directory for what programs can make again: XDG's, or that of macOS or Windows. */
export function userCacheDirectory({ env, platform }: Pick<NodeJS.Process, "env" | "platform">): string {
  const name = "runfiles-lens";
  if (platform === "win32" && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, name, "cache");
  if (platform === "darwin") return join(homedir(), "Library/Caches", name);
  // A relative path is to be ignored ("XDG Base Directory Specification").
  return join(isAbsolute(env.XDG_CACHE_HOME ?? "") ? (env.XDG_CACHE_HOME ?? "") : join(homedir(), ".cache"), name);
}

interface PackageManifest {
  readonly version: string;
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly default: unknown; readonly markdownDescription: string } | undefined>
      >;
    };
  };
}

/** `package.json` of the package that a bundle in `dist` belongs to. */
function manifestOf(distDirectory: string): PackageManifest {
  return JSON.parse(readFileSync(join(distDirectory, "../package.json"), "utf8")) as PackageManifest;
}

export function packageVersion(distDirectory: string): string {
  return manifestOf(distDirectory).version;
}

const LINT_SETTING = "runfilesLens.lints.";

/** The lints as the settings name them, which are made from the lints themselves: the threads that run none bundle none. */
export function lintsOfPackage(distDirectory: string): readonly LintDescription[] {
  return Object.entries(manifestOf(distDirectory).contributes.configuration.properties).flatMap(([name, setting]) =>
    name.startsWith(LINT_SETTING) && setting
      ? [
          {
            id: name.slice(LINT_SETTING.length),
            severity: setting.default as LintDescription["severity"],
            summary: setting.markdownDescription.replace(/^Severity of `[^`]+`: /, ""),
          },
        ]
      : [],
  );
}

/** URI of a lint's page, where the package holds it. */
export function lintDocumentation(distDirectory: string): (lint: string) => string | undefined {
  return (lint) => {
    const file = join(distDirectory, "../docs/lints", `${lint}.md`);
    return existsSync(file) ? pathToFileURL(file).href : undefined;
  };
}
