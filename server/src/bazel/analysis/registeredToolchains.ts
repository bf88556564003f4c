/**
 * The toolchains that are registered, in order of precedence (`RegisteredToolchainsFunction`). Bazel looks at all of them for every target that asks for any toolchain type: one that cannot be analysed, or is no toolchain, makes it
 * refuse all of those targets.
 */
import { DECLARED_TOOLCHAIN_INFO } from "./providers.ts";
import { nativeOption, topLevelConfiguration } from "../configuration/configuration.ts";
import type { Label } from "../label.ts";
import { Struct } from "../provider.ts";
import { Selector } from "../selector.ts";
import { isAtLeast, type BazelVersion } from "../workspace/bazelVersion.ts";
import { Unknown } from "../../starlark/unknown.ts";
import type { RuleTarget } from "../target.ts";
import type { QueryContext } from "../../base/graph.ts";
import type { AnalysisResult, ConfiguredTarget } from "./configuredTarget.ts";
import type { AnalysisHost, ConfigurationKey } from "./keys.ts";

export interface RegisteredToolchains {
  /** Why Bazel refuses every target that asks for a toolchain type. */
  readonly refusal: string | undefined;
  /** Why it may do so. */
  readonly doubt: Unknown | undefined;
  /** An Unknown stands where there may be toolchains of any type. */
  readonly declared: readonly (DeclaredToolchain | Unknown)[];
}

export interface DeclaredToolchain {
  readonly registered: Label;
  /** The DeclaredToolchainInfo. */
  readonly info: Struct;
  /** The `toolchain` target. */
  readonly rule: RuleTarget;
}

export function registeredToolchains(
  graph: QueryContext,
  host: AnalysisHost,
  key: ConfigurationKey,
): RegisteredToolchains {
  const declared: (DeclaredToolchain | Unknown)[] = [];
  let refusal: string | undefined;
  let doubt: Unknown | undefined;
  for (const registered of labelsInOrder(graph, host, key)) {
    if (registered instanceof Unknown) {
      declared.push(registered);
      continue;
    }
    const result = declaration(graph, host, key, registered);
    if (result.kind === "unknown") {
      doubt ??= result.unknown;
      declared.push(result.unknown);
      continue;
    }
    if (result.kind === "rejected") {
      refusal ??= invalid(registered, result.rejection.message);
      continue;
    }
    doubt ??= result.target.mayBeRefused;
    const info = result.target.provider(DECLARED_TOOLCHAIN_INFO);
    const { rule } = result.target;
    if (info instanceof Struct && rule) declared.push({ registered, info, rule });
    else if (info instanceof Unknown) declared.push(info);
    else refusal ??= invalid(registered, "target does not provide the DeclaredToolchainInfo provider");
  }
  return { refusal, doubt, declared };
}

/**
 * The target of a toolchain as the top-level configuration sees it, as a rule: hundreds are registered (every Python for every platform, say), and of what they declare nothing depends on the configuration but the settings, which are
 * read where a toolchain is chosen (toolchains.ts). So a setting that only a changed configuration refuses is met by whoever looks at it, and by nobody else.
 */
function declaration(graph: QueryContext, host: AnalysisHost, key: ConfigurationKey, label: Label): AnalysisResult {
  const configuration = topLevelConfiguration(key.configuration.top);
  const atTop = graph.get(host.configuredTarget, { label, configuration, order: "forward", transitioned: false });
  if (atTop.kind === "target" && !isConfigurable(label, atTop.target)) return atTop;
  return graph.get(host.configuredTarget, { ...key, label, transitioned: false });
}

/** An alias may stand for another target in another configuration. */
function isConfigurable(registered: Label, { label, rule }: ConfiguredTarget): boolean {
  if (label.toString() !== registered.toString()) return true;
  return [...(rule?.attributes ?? [])].some(([name, value]) => name !== "target_settings" && value instanceof Selector);
}

function invalid(registered: Label, why: string): string {
  return `invalid registered toolchain '${registered.toString()}': ${why}`;
}

/** `--extra_toolchains`, then the registered ones in order. */
function labelsInOrder(graph: QueryContext, host: AnalysisHost, key: ConfigurationKey): readonly (Label | Unknown)[] {
  const extra = nativeOption(key.configuration, "extra_toolchains");
  const { registrations, bazelVersion } = host.workspace(graph);
  if (extra instanceof Unknown) return [extra, ...registrations.toolchains];
  const patterns = Array.isArray(extra) ? (extra as readonly string[]) : [];
  const labels = byPrecedence(patterns, bazelVersion).flatMap((pattern) =>
    host.registeredLabels(graph, pattern, "toolchain"),
  );
  return [...labels, ...registrations.toolchains];
}

/** The first pattern goes first before Bazel 7, the last one since (bazelbuild/bazel#20239); of one that is repeated the first place counted until 7.4 (#23670). */
function byPrecedence(patterns: readonly string[], version: BazelVersion): readonly string[] {
  if (!isAtLeast(version, "7.0")) return patterns;
  if (isAtLeast(version, "7.4")) return [...new Set([...patterns].reverse())];
  return [...new Set(patterns)].reverse();
}
