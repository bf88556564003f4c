import { noLegacyRunfilesFix } from "./bazelrcFix.ts";
import type { Finding } from "./finding.ts";
import { interpreterEstimate } from "./interpreterFigures.ts";
import { number } from "./legacyExternalRunfiles.ts";
import type { Executable, Lint, LintContext } from "./lint.ts";
import type { ResolvedToolchains } from "../bazel/analysis/toolchains.ts";
import { Depset } from "../bazel/depset.ts";
import { parseLabel } from "../bazel/label.ts";
import { Struct } from "../bazel/provider.ts";
import type { PythonRegistration } from "../bazel/workspace/pythonToolchains.ts";
import type { Registration } from "../bazel/workspace/repositoryDefinition.ts";

/** An interpreter whose files go into the tree of every Python program. */
export const hermeticToolchainLinks: Lint = {
  id: "hermetic-toolchain-links",
  level: "analysis",
  severity: "information",
  summary: "A hermetic Python interpreter is linked, file by file, into the runfiles tree of every Python target.",
  explanation: `## What
A hermetic Python toolchain brings its interpreter and standard library, some 2,300 files, into the runfiles tree of every py_binary and py_test; Bazel before 8 links each file twice.

\`\`\`starlark
load("@rules_python//python:repositories.bzl", "python_register_toolchains")

python_register_toolchains(name = "python_3_10", python_version = "3.10")
\`\`\`

## Why
500 tests that return at once took 85 s instead of 2.5 s with it, and 40 s with \`--nolegacy_external_runfiles\` (Bazel 7.0.0, rules_python 0.27.0, 24 cores). How much it costs on another machine is to be measured there; the number of
links is the same.

## Instead
Where Bazel still makes legacy copies, turn them off. Where the tree is not needed on disk, \`--nobuild_runfile_links\` makes it only for what is run.
`,
  check: (context) => [...countedFindings(context), ...estimatedFindings(context)],
};

/** Files of a toolchain from which on its share of a tree is worth a finding. */
const MANY_FILES = 200;

const PYTHON_TYPE = "@@bazel_tools//tools/python:toolchain_type";

interface Carrier {
  readonly executable: Executable;
  readonly resolved: ResolvedToolchains;
}

/** The executables whose rule asks for a Python toolchain, and what they get. */
function carriers(context: LintContext): readonly Carrier[] {
  return context.executables.flatMap((executable) => {
    const type = executable.rule.ruleClass.toolchains.find(
      (toolchain) => toolchain.type.toString() === PYTHON_TYPE,
    )?.type;
    const { configuration } = executable.target;
    if (!type || !configuration) return [];
    return [
      { executable, resolved: context.graph.get(context.host.toolchains, { type, configuration, order: "forward" }) },
    ];
  });
}

// Counted ---------------------------------------------------------------------------------------------------------------------------------------------------

function countedFindings(context: LintContext): readonly Finding[] {
  const groups = new Map<string, { readonly files: number; readonly external: boolean; readonly targets: string[] }>();
  for (const { executable, resolved } of carriers(context)) {
    if (resolved.kind !== "toolchain") continue;
    const runtime = runtimeFiles(resolved);
    if (runtime.files < MANY_FILES) continue;
    const key = resolved.declaredBy.toString();
    const group = groups.get(key) ?? { ...runtime, targets: [] };
    group.targets.push(executable.rule.label.toString());
    groups.set(key, group);
  }
  return [...groups].flatMap(([declaredBy, group]) => countedFinding(context, declaredBy, group));
}

/** How many files the runtime of a py_runtime_pair brings, and whether they get legacy copies. */
function runtimeFiles(resolved: Extract<ResolvedToolchains, { kind: "toolchain" }>): {
  readonly files: number;
  readonly external: boolean;
} {
  const runtime = resolved.info instanceof Struct ? resolved.info.fields.get("py3_runtime") : undefined;
  const files = runtime instanceof Struct ? runtime.fields.get("files") : undefined;
  const list = files instanceof Depset ? files.toList() : [];
  const external = list.some(
    (file) =>
      typeof file === "object" && file !== null && "shortPath" in file && String(file.shortPath).startsWith("../"),
  );
  return { files: list.length, external };
}

function countedFinding(
  context: LintContext,
  declaredBy: string,
  group: { readonly files: number; readonly external: boolean; readonly targets: readonly string[] },
): readonly Finding[] {
  const registration = context.repositories.toolchains.find((candidate) => names(context, candidate, declaredBy));
  const location = registration?.kind === "pattern" ? context.locate(registration.callStack[0]?.site) : undefined;
  if (!location) return [];
  const legacy = group.external && context.settings.legacyExternalRunfiles;
  return [
    finding(context, {
      location,
      version: undefined,
      without: group.files,
      withCopies: group.external ? group.files * 2 : group.files,
      counted: true,
      legacy,
      targets: group.targets,
    }),
  ];
}

function names(context: LintContext, registration: Registration, label: string): boolean {
  if (registration.kind !== "pattern") return false;
  const parsed = parseLabel(registration.pattern, {
    package: { repository: registration.repository, path: "" },
    resolveRepository: (apparent) => context.repositories.resolve(registration.repository, apparent),
  });
  if (parsed.kind === "error") return false;
  return (
    parsed.label.toString() === label ||
    (parsed.label.name === "all" && label.startsWith(`${parsed.label.toString().slice(0, -3)}`))
  );
}

// Estimated -------------------------------------------------------------------------------------------------------------------------------------------------

function estimatedFindings(context: LintContext): readonly Finding[] {
  const unresolved = carriers(context).filter(({ resolved }) => resolved.kind !== "toolchain");
  if (unresolved.length === 0) return [];
  const [registration] = context.pythonRegistrations;
  const location = registration ? context.locate(registration.callStack[0]?.site) : undefined;
  if (!registration || !location) return [];
  const version = defaultVersion(registration);
  const estimate = interpreterEstimate(version);
  return [
    finding(context, {
      location,
      version: version ?? estimate.version,
      without: estimate.withoutLegacyCopies,
      withCopies: estimate.withLegacyCopies,
      counted: false,
      legacy: context.settings.legacyExternalRunfiles,
      targets: unresolved.map(({ executable }) => executable.rule.label.toString()),
    }),
  ];
}

function defaultVersion(registration: PythonRegistration): string | undefined {
  return registration.defaultVersion ?? registration.versions.find((version) => version !== undefined);
}

interface Cost {
  readonly location: Finding["location"];
  readonly version: string | undefined;
  readonly without: number;
  readonly withCopies: number;
  readonly counted: boolean;
  /** Legacy copies are made. */
  readonly legacy: boolean;
  readonly targets: readonly string[];
}

function finding(context: LintContext, cost: Cost): Finding {
  const { targets, counted, legacy } = cost;
  const each = legacy ? cost.withCopies : cost.without;
  const about = counted ? "" : "about ";
  const interpreter =
    cost.version === undefined ? "A hermetic Python interpreter" : `A hermetic Python ${cost.version} interpreter`;
  const total = `${about}${number(each)} links in each of ${number(targets.length)} target${targets.length === 1 ? "" : "s"}, ${about}${number(each * targets.length)} in all`;
  const copies =
    legacy && cost.withCopies > cost.without ? `; ${about}${number(cost.without)} each without the legacy copies` : "";
  return {
    lint: hermeticToolchainLinks.id,
    severity: hermeticToolchainLinks.severity,
    location: cost.location,
    message: `${interpreter} goes into runfiles trees file by file: ${total}${copies}${counted ? " (counted)" : " (estimated: it is not on disk)"}.`,
    target: undefined,
    related: [],
    fixes: legacy ? noLegacyRunfilesFix(context) : [],
    data: { targets, linksEach: each, linksEachWithoutLegacyCopies: cost.without, counted },
  };
}
