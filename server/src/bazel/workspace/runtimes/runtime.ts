/** What the catalogue (catalogue.ts) says of a runtime that a ruleset brings: how it is registered, what carries it, and how many files it puts into a runfiles tree. */

export interface Runtime {
  readonly language: string;
  /** The module's name; also the repository's in WORKSPACE files, unless `repositories` says otherwise. */
  readonly ruleset: string;
  /** Names under which WORKSPACE files know the ruleset. */
  readonly repositories: readonly string[];
  /** Labels of the toolchain types whose toolchains bring it. */
  readonly toolchainTypes: readonly string[];
  /** Rules and macros whose targets carry it: needed where the ruleset is not on disk and no model describes them. */
  readonly programs: readonly string[];
  readonly macros: readonly RuntimeMacro[];
  /** Rules of the repositories that the macros define, where the macros are on disk. */
  readonly repositoryRules: readonly { readonly name: string; readonly version: string }[];
  readonly extension: RuntimeExtension | undefined;
  /** The module registers one by itself under bzlmod, from this release on; an empty version is the newest that the release knows. */
  readonly implicit: { readonly since: string; readonly version: string } | undefined;
  readonly local: LocalRuntime | undefined;
  readonly lands: Landing;
}

/** A macro of WORKSPACE files. */
export interface RuntimeMacro {
  readonly name: string;
  /** The argument with the version or a list of them; its name and its place. */
  readonly versions: { readonly parameter: string; readonly position: number };
  /** The argument that says which of several targets get that ask for none; else it is the first. */
  readonly defaultVersion?: { readonly parameter: string; readonly position: number };
}

/** A module extension. */
export interface RuntimeExtension {
  readonly name: string;
  /** Its files, present and former: `//python/extensions:python.bzl`. */
  readonly files: readonly string[];
  readonly tag: string;
  /** The tag's argument with the version. */
  readonly version: string;
  /** The argument that marks one of several tags as the default. */
  readonly marker?: string;
  /** A tag of its own that says which version is the default: `python.defaults(python_version = …)`. */
  readonly defaults?: {
    readonly tag: string;
    readonly version: string;
    /** Arguments that name a file with the version, which goes before. */
    readonly elsewhere: readonly string[];
  };
  /** The ruleset registers what tags ask for since that release. Before, a tag only makes a repository of toolchains, called as its argument `name` says, with `suffix`, and the module that wants them registers them. */
  readonly registered?: { readonly since: string; readonly name: string; readonly suffix: string };
}

/** How a runtime of the machine is registered: it brings no files, or one. */
export interface LocalRuntime {
  /** Packages of toolchains: `//python/runtime_env_toolchains`. */
  readonly packages: readonly string[];
  /** Rules that make repositories of toolchains. */
  readonly repositoryRules: readonly string[];
  /** A version that stands for the machine's. */
  readonly version?: string;
}

/** What of a runtime lands in runfiles trees. */
export type Landing =
  /** All of it, file by file. Not counted where there are no figures. */
  | { readonly kind: "files"; readonly figures: readonly RuntimeFigure[]; readonly notes: readonly RuntimeNote[] }
  /** So little that it is not worth a word in a report. */
  | { readonly kind: "little"; readonly text: string }
  | { readonly kind: "nothing"; readonly text: string };

export interface RuntimeFigure {
  /** `3.10`; undefined where it was counted for some version only. */
  readonly version: string | undefined;
  /** Without legacy copies. */
  readonly files: number;
  /** Who counted it, of which release, on which platform. */
  readonly source: string;
}

/** What the figures do not cover. */
export interface RuntimeNote {
  /** The first release of the ruleset that it is not about; undefined: it is about all. */
  readonly before?: string;
  readonly text: string;
}
