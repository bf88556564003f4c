import { meetings } from "./collisions.ts";
import type { Finding } from "./finding.ts";
import type { Lint, LintContext } from "./lint.ts";
import { splitRewrite } from "./splitRewrite.ts";
import { dryRun } from "../bazel/analysis/dryRun.ts";
import { Label } from "../bazel/label.ts";
import { getModule } from "../bazel/loading/bzlModule.ts";
import { RuleFunction } from "../bazel/loading/ruleFunction.ts";
import type { RuleClass } from "../bazel/rule.ts";
import { pathBelow } from "../base/path.ts";
import type { Site } from "../starlark/thread.ts";

/** A rule that loses files as soon as it is used with a generated one. */
export const splitTransitionInRunfiles: Lint = {
  id: "split-transition-in-runfiles",
  level: "loading",
  severity: "warning",
  summary: "A rule puts the files of a split attribute into runfiles at one path.",
  explanation: `## What
The rule has an attribute with a split transition, and puts the attribute's files of all configurations into runfiles as they are. This is found by running the implementation with a file that is built in each
configuration; it is a warning where a target of the workspace shows it, and a hint where none does, since source files never split.

\`\`\`starlark
def _impl(ctx):
    return [DefaultInfo(runfiles = ctx.runfiles(files = ctx.files.file))]
\`\`\`

## Why
The runfiles path leaves the configuration out: of the files of all branches one is kept.

## Instead
Put the key of the branch into the path.

\`\`\`starlark
def _impl(ctx):
    symlinks = {
        "%s/%s/%s" % (ctx.label.name, key, file.short_path): file
        for key, target in ctx.split_attr.file.items()
        for file in target[DefaultInfo].files.to_list()
    }
    return [DefaultInfo(runfiles = ctx.runfiles(symlinks = symlinks))]
\`\`\`
`,
  check: (context) => {
    const proofs = provenBy(context);
    return ruleClasses(context).flatMap((ruleClass) =>
      finding(context, ruleClass, proofs.get(identity(ruleClass)) ?? []),
    );
  },
};

function identity(ruleClass: RuleClass): string {
  return `${ruleClass.module}%${ruleClass.name}`;
}

/** The rules that the workspace's own .bzl files export. */
function ruleClasses(context: LintContext): readonly RuleClass[] {
  const { view } = context.host.workspace(context.graph);
  const found = new Map<string, RuleClass>();
  for (const path of context.bzlFiles) {
    const label = labelOf(context, path);
    const loaded = label && getModule(context.graph, context.host.loading, { label, view });
    if (loaded?.kind !== "module") continue;
    for (const value of loaded.module.globals.values()) {
      const ruleClass = value instanceof RuleFunction ? value.ruleClass : undefined;
      if (ruleClass?.module === label?.toString() && ruleClass) found.set(identity(ruleClass), ruleClass);
    }
  }
  return [...found.values()];
}

/** The label of a .bzl file: of the nearest package at or above its directory. */
function labelOf(context: LintContext, path: string): Label | undefined {
  const below = pathBelow(context.root, path);
  if (below === undefined) return undefined;
  const { view } = context.host.workspace(context.graph);
  for (let slash = below.lastIndexOf("/"); ; slash = below.lastIndexOf("/", slash - 1)) {
    const directory = slash < 0 ? "" : below.slice(0, slash);
    const lookup = context.graph.get(context.host.loading.packageLookup, {
      id: { repository: "", path: directory },
      view,
    });
    if (lookup.kind === "package") return new Label("", directory, slash < 0 ? below : below.slice(slash + 1));
    if (slash < 0) return undefined;
  }
}

/** Targets whose trees show it, by rule. */
function provenBy(context: LintContext): ReadonlyMap<string, readonly string[]> {
  const proofs = new Map<string, Set<string>>();
  for (const meeting of meetings(context, (collision) => collision.kind === "configuration")) {
    const ruleClass = meeting.target.rule?.ruleClass;
    if (!ruleClass) continue;
    const targets = proofs.get(identity(ruleClass)) ?? new Set<string>();
    for (const label of [meeting.target.label.toString(), ...meeting.carriers]) targets.add(label);
    proofs.set(identity(ruleClass), targets);
  }
  return new Map([...proofs].map(([rule, targets]) => [rule, [...targets]]));
}

function finding(context: LintContext, ruleClass: RuleClass, targets: readonly string[]): readonly Finding[] {
  const shown = splitCollision(context, ruleClass);
  const location = shown && (context.locate(shown.site) ?? context.locate(ruleClass.site));
  if (!shown || !location) return [];
  const proof =
    targets.length === 0
      ? "No target of this workspace shows it yet."
      : `${String(targets.length)} target${targets.length === 1 ? " shows" : "s show"} it: ${targets.slice(0, 3).join(", ")}${targets.length > 3 ? ", …" : ""}.`;
  return [
    {
      lint: splitTransitionInRunfiles.id,
      severity: targets.length === 0 ? "hint" : splitTransitionInRunfiles.severity,
      location,
      message: `The rule '${ruleClass.name}' puts the files of the split attribute '${shown.attribute}' into runfiles at one path for all of its ${String(shown.branches)} configurations; one is kept, the others vanish. ${proof}`,
      target: undefined,
      related: [],
      fixes: splitRewrite(context, ruleClass, shown.attribute, shown.site, targets),
      data: { targets, rule: ruleClass.name, attribute: shown.attribute },
    },
  ];
}

export interface SplitCollision {
  readonly attribute: string;
  readonly branches: number;
  /** Where the runfiles are made that hold the files of several branches. */
  readonly site: Site | undefined;
}

/** What a dry run of the rule shows; undefined where no split attribute collides. */
export function splitCollision(context: LintContext, ruleClass: RuleClass): SplitCollision | undefined {
  for (const [attribute, definition] of ruleClass.attributes) {
    if (definition.cfg.kind !== "starlark") continue;
    const run = dryRun(context.graph, context.host, context.settings.top, ruleClass, attribute);
    if (run?.collides) return { attribute, branches: run.branches, site: run.site };
  }
  return undefined;
}
