import { counted, grouped } from "../base/counts.ts";
import type { Finding } from "./finding.ts";
import type { Executable, Lint, LintContext } from "./lint.ts";
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";
import { mayCarryRuntime } from "../bazel/analysis/runtimeCarriers.ts";
import { hasZipapps, zipappFix } from "./zipappFix.ts";

/** A program in the data of another one, which brings the runtime of its language along. */
export const runtimeThroughData: Lint = {
  id: "runtime-through-data",
  level: "analysis",
  severity: "information",
  summary:
    "A program in the data of another target brings the runtime of its language, file by file, to that target's tree.",
  explanation: `## What
A target names a program in \`data\`, the program's runfiles hold the files of a hermetic interpreter or another runtime, and the target itself is of another language: everything that the program needs stands in its tree, too.

\`\`\`starlark
sh_test(
    name = "test",
    srcs = ["test.sh"],
    data = [":generator"],  # a py_binary
)
\`\`\`

## Why
A shell script of four links becomes a tree of thousands, which is made for every such target, and staged by every sandbox that one of them runs in.

## Instead
Have one target run the program and hand on what it makes (\`genrule\`, \`run_binary\`), or give the program away as one file. From rules_python 1.9 on that is \`py_zipapp_binary\`: one link in place of the program's tree; it is packed
anew after a change, and unpacks itself at its first start. \`--build_python_zip\` is no help: the runfiles stay as they are.
`,
  check: (context) => [...broughtBySite(context).values()].flatMap((group) => finding(context, group)),
};

/** Links of a program from which on it is worth a finding. */
const MANY_LINKS = 200;

interface Brought {
  readonly executable: Executable;
  readonly program: ConfiguredTarget;
  readonly links: Links;
}

interface Links {
  readonly count: number;
  /** False where a runtime that is not on disk is told by its published figure. */
  readonly isCounted: boolean;
}

/** By the call that names the program: a macro that makes 500 tests is one place. */
function broughtBySite(context: LintContext): ReadonlyMap<string, readonly Brought[]> {
  const groups = new Map<string, Brought[]>();
  const executables = new Map(context.executables.map((one) => [one.rule.label.toString(), one]));
  for (const executable of context.executables) {
    const own = typesOf(executable.target);
    for (const program of programsIn(executable.target)) {
      const isForeign = [...typesOf(program)].some((type) => !own.has(type));
      const links = isForeign ? linksOf(context, program, executables.get(program.label.toString())) : undefined;
      if (!links || links.count < MANY_LINKS) continue;
      const { site } = executable.rule;
      const key = `${site.file} ${String(site.node)} ${program.label.toString()}`;
      const group = groups.get(key) ?? [];
      group.push({ executable, program, links });
      groups.set(key, group);
    }
  }
  return groups;
}

function linksOf(context: LintContext, target: ConfiguredTarget, executable: Executable | undefined): Links {
  const known = { count: context.linksOf(target.label), isCounted: true };
  if (known.count >= MANY_LINKS || !executable || !mayCarryRuntime(target)) return known;
  const { contributors = [] } = context.cost(executable) ?? {};
  if (contributors.every((one) => one.counted)) return known;
  return { count: contributors.reduce((sum, { links }) => sum + links, 0), isCounted: false };
}

function programsIn({ dependencies }: ConfiguredTarget): readonly ConfiguredTarget[] {
  const programs = dependencies.filter(
    ({ attribute, target }) => attribute === "data" && target.outputs.tree !== undefined,
  );
  return [...new Map(programs.map(({ target }) => [target.label.toString(), target])).values()];
}

function typesOf({ rule }: ConfiguredTarget): ReadonlySet<string> {
  return new Set(rule?.ruleClass.toolchains.map(({ type }) => type.toString()));
}

function finding(context: LintContext, group: readonly Brought[]): readonly Finding[] {
  const [first] = group;
  const location = first && context.locate(first.executable.rule.site);
  if (!first || !location) return [];
  const { executable, links, program } = first;
  const targets = group.map((one) => one.executable.rule.label.toString());
  const others = targets.length === 1 ? "" : ` and ${counted(targets.length - 1, "other target")}`;
  const way = hasZipapps(context, program.rule) ? ` As a py_zipapp_binary it would be one.` : "";
  const about = links.isCounted ? "" : "≈";
  const all = linksOf(context, executable.target, executable);
  return [
    {
      lint: runtimeThroughData.id,
      severity: runtimeThroughData.severity,
      location,
      message: `${program.label.toString()} in data brings its ${about}${counted(links.count, "link")}, runtime included, to the ${about}${grouped(all.count)} of ${targets[0] ?? ""}${others}.${way}`,
      target: targets[0],
      related: [],
      fixes: zipappFix(context, executable.rule, program.rule, links.count, targets.length),
      data: { targets, program: program.label.toString(), links: links.count },
    },
  ];
}
