/**
 * The C++ toolchain that Bazel configures for the machine (`cc_configure()`, tools/cpp/cc_configure.bzl): `@local_config_cc_toolchains`, which it registers, and `@local_config_cc`, which that one and `--crosstool_top` name.
 * Models stand for both, unless the workspace puts others in their place or tells Bazel to configure none.
 */
import { Unknown } from "../../starlark/unknown.ts";
import type { RepositoryDefinition } from "./repositoryDefinition.ts";

const REGISTERED = "local_config_cc_toolchains";
const CONFIGURED = "local_config_cc";

/** What a build tells Bazel by variables that repository rules see. */
export type CppDetection =
  | { readonly kind: "on" }
  /** `BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN=1`. */
  | { readonly kind: "off" }
  /** CC names a compiler that PATH does not have: Bazel refuses what asks for a toolchain (`find_cc` of unix_cc_configure.bzl). */
  | { readonly kind: "failing"; readonly compiler: string };

export interface OwnCppToolchain {
  /** Whether Bazel registers it: without, rules find only those that the workspace registers. */
  readonly isRegistered: boolean;
  /** The patterns that Bazel registers all the same, of a repository that the workspace has put in its place. */
  readonly instead: readonly string[];
  /** Why what models tell of `@local_config_cc` may not hold. */
  readonly doubt: Unknown | undefined;
}

export interface CppToolchainInput {
  readonly detection: CppDetection;
  /** The definitions of the WORKSPACE file, which go before Bazel's own. */
  readonly definitions: ReadonlyMap<string, RepositoryDefinition> | undefined;
  readonly overrides: ReadonlyMap<string, string>;
}

export function ownCppToolchain({ detection, definitions, overrides }: CppToolchainInput): OwnCppToolchain {
  const isForeign = (name: string, rule: string) => {
    const definition = definitions?.get(name);
    return (overrides.get(name) ?? "") !== "" || (definition !== undefined && !isConfiguredBy(rule, definition));
  };
  const isReplaced = isForeign(REGISTERED, "cc_autoconf_toolchains");
  return {
    isRegistered: !isReplaced && detection.kind !== "off",
    instead: isReplaced ? [`@${REGISTERED}//:all`] : [],
    doubt: ofDetection(detection) ?? (isForeign(CONFIGURED, "cc_autoconf") ? replaced() : undefined),
  };
}

/** Whether a repository is made as Bazel makes its own; rules_cc has the same rules (`rules_cc_toolchains()`). */
function isConfiguredBy(name: string, { rule }: RepositoryDefinition): boolean {
  return rule.name === name && rule.module?.endsWith(":cc_configure.bzl") === true;
}

function ofDetection(detection: CppDetection): Unknown | undefined {
  if (detection.kind === "on") return undefined;
  if (detection.kind === "off")
    return doubted(
      "BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN",
      "BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN is set: Bazel configures no C++ toolchain",
    );
  return doubted(
    "CC",
    `CC names the compiler ${detection.compiler}, which PATH does not have: Bazel configures no C++ toolchain`,
  );
}

function replaced(): Unknown {
  return doubted(CONFIGURED, `the workspace has a repository @${CONFIGURED} of its own in place of Bazel's`);
}

function doubted(name: string, message: string): Unknown {
  return new Unknown({ kind: "configuration", name, message, site: undefined });
}
