import { grouped } from "../base/counts.ts";
import { noLegacyRunfilesFix } from "./bazelrcFix.ts";
import { adviceFix } from "./adviceFix.ts";
import type { Finding, Fix } from "./finding.ts";
import { machinePythonFix } from "./machinePythonFix.ts";
import { noBuildRunfileLinks } from "../advice/noBuildRunfileLinks.ts";
import type { Executable, Lint, LintContext } from "./lint.ts";
import type { ContributorCost } from "../bazel/analysis/treeCost.ts";
import { mayCarryRuntime } from "../bazel/analysis/runtimeCarriers.ts";
import { treeRunfiles } from "../bazel/analysis/prediction.ts";
import type { Location } from "../base/text.ts";

/** A runtime whose files go into the tree of every program that runs on it. */
export const hermeticToolchainLinks: Lint = {
  id: "hermetic-toolchain-links",
  level: "analysis",
  severity: "information",
  summary:
    "A hermetic interpreter or SDK is linked, file by file, into the runfiles tree of every target that runs on it.",
  explanation: `## What
A hermetic Python toolchain brings its interpreter and standard library, some 2,300 files, into the runfiles tree of every py_binary and py_test; Bazel before 8 links each file twice. Other rulesets do the same: rules_ruby, rules_perl,
rules_dotnet with its whole SDK. Files that are on disk are counted; else the figure is a published one, and the finding says whose.

\`\`\`starlark
load("@rules_python//python:repositories.bzl", "python_register_toolchains")

python_register_toolchains(name = "python_3_10", python_version = "3.10")
\`\`\`

## Why
500 tests that return at once took 85 s instead of 2.5 s with it, and 40 s with \`--nolegacy_external_runfiles\` (Bazel 7.0.0, rules_python 0.27.0, 24 cores). How much it costs on another machine is to be measured there; the number of
links is the same.

## Instead
Where Bazel still makes legacy copies, turn them off. Where the tree is not needed on disk, \`--nobuild_runfile_links\` makes it only for what is run. Where builds need not be the same on every machine, rules_python registers the
interpreter that is on PATH: \`@rules_python//python/runtime_env_toolchains:all\` (from 0.34 on) or \`local_runtime_repo\` (from 1.4 on). Packages of pip are one link a file with rules_python, and one directory a package with aspect_rules_py;
rules_js does the same for npm, and sandboxes still stage every file.
`,
  check: (context) => [...sharesByRegistration(context).values()].map((share) => finding(context, share)),
};

/** Files of a runtime from which on its share of a tree is worth a finding. */
const MANY_FILES = 200;

/** What the runtime of one registration brings to each of some trees. */
interface RuntimeShare {
  readonly location: Location;
  readonly runtime: ContributorCost;
  readonly targets: string[];
}

function sharesByRegistration(context: LintContext): ReadonlyMap<string, RuntimeShare> {
  const shares = new Map<string, RuntimeShare>();
  const known = context.executables.filter(mayBeLarge).flatMap((executable) => context.cost(executable) ?? []);
  for (const { target, contributors } of [...known, ...context.externalPrograms]) {
    for (const runtime of contributors) {
      const { declaredAt: location, name, links, legacyCopies } = runtime;
      if (!location || links - legacyCopies < MANY_FILES) continue;
      const key = JSON.stringify([location, name, runtime.counted]);
      const share = shares.get(key) ?? { location, runtime, targets: [] };
      share.targets.push(target);
      shares.set(key, share);
    }
  }
  return shares;
}

/** Who contributes is asked of such trees alone: of most it would be for nothing. */
function mayBeLarge({ summary, target }: Executable): boolean {
  return (summary.links >= MANY_FILES || treeRunfiles(target).unknowns.size > 0) && mayCarryRuntime(target);
}

function finding(context: LintContext, { location, runtime, targets }: RuntimeShare): Finding {
  const { links, legacyCopies, counted, name } = runtime;
  const title = runtime.title.replace(/^Toolchain/, "toolchain");
  const amount = (count: number) => `${counted ? "" : "≈"}${grouped(count)}`;
  const total = `${amount(links)} links in each of ${grouped(targets.length)} target${targets.length === 1 ? "" : "s"}, ${amount(links * targets.length)} in all`;
  const onDemand = context.flags.boolean("build_runfile_links").value
    ? ""
    : "; under --nobuild_runfile_links, when something runs it";
  const copies = legacyCopies > 0 ? `; ${amount(links - legacyCopies)} each without the legacy copies` : "";
  return {
    lint: hermeticToolchainLinks.id,
    severity: hermeticToolchainLinks.severity,
    location,
    message: `A hermetic ${title} goes into runfiles trees file by file: ${total}${copies}${onDemand} (${counted ? "counted" : `${name}, not on disk`}).`,
    target: undefined,
    related: [],
    fixes: fixes(context, { location, runtime, targets }),
    data: { targets, linksEach: links, linksEachWithoutLegacyCopies: links - legacyCopies, counted },
  };
}

function fixes(context: LintContext, { location, runtime, targets }: RuntimeShare): readonly Fix[] {
  const { counted, language, legacyCopies, links } = runtime;
  const counts = {
    targets: targets.length,
    links: links * targets.length,
    legacyCopies: legacyCopies * targets.length,
    emptyFiles: 0,
    isEstimate: !counted,
    isLeast: false,
  };
  return [
    ...(legacyCopies > 0 ? noLegacyRunfilesFix(context) : []),
    ...adviceFix(context, noBuildRunfileLinks, counts),
    ...(language === "Python" ? machinePythonFix(context, location.path, counts) : []),
  ];
}
