import { counted, grouped } from "../base/counts.ts";
import type { Finding } from "./finding.ts";
import type { Executable, Lint, LintContext } from "./lint.ts";
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";
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
  readonly links: number;
}

/** By the call that names the program: a macro that makes 500 tests is one place. */
function broughtBySite(context: LintContext): ReadonlyMap<string, readonly Brought[]> {
  const groups = new Map<string, Brought[]>();
  for (const executable of context.executables) {
    const own = typesOf(executable.target);
    for (const program of programsIn(executable.target)) {
      const isForeign = [...typesOf(program)].some((type) => !own.has(type));
      const links = isForeign ? context.linksOf(program.label) : 0;
      if (links < MANY_LINKS) continue;
      const { site } = executable.rule;
      const key = `${site.file} ${String(site.node)} ${program.label.toString()}`;
      const group = groups.get(key) ?? [];
      group.push({ executable, program, links });
      groups.set(key, group);
    }
  }
  return groups;
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
  return [
    {
      lint: runtimeThroughData.id,
      severity: runtimeThroughData.severity,
      location,
      message: `${program.label.toString()} in data brings its ${counted(links, "link")}, runtime included, to the ${grouped(executable.summary.links)} of ${targets[0] ?? ""}${others}.${way}`,
      target: targets[0],
      related: [],
      fixes: zipappFix(context, executable.rule, program.rule, links, targets.length),
      data: { targets, program: program.label.toString(), links },
    },
  ];
}
