/** The fix that has the files of a glob copied into a directory, which is one entry in trees: for Bazel versions that do not see changes below source directories, where the workspace has bazel-lib's rule for it. */
import { counted } from "../base/counts.ts";
import { spanOf, type CallExpression, type Node, type Statement } from "../syntax/ast.ts";
import { walkNode } from "../syntax/traverse.ts";
import { insertion, lineBreakOf, loadEdits, sourceOf } from "./buildFileEdits.ts";
import type { Fix } from "./finding.ts";
import type { BroughtGlob } from "./largeDataGlob.ts";
import type { LintContext } from "./lint.ts";

const RULE = "copy_to_directory";
/** The modules that have the rule, the newer name first. */
const RULESETS = ["bazel_lib", "aspect_bazel_lib"];

export function directoryArtifactFix(context: LintContext, brought: BroughtGlob): readonly Fix[] {
  const { entries, glob, package: found, site, uses } = brought;
  const ruleset = RULESETS.flatMap((name) => context.repositories.moduleSeenByRoot(name) ?? [])[0];
  const source = site.file === found.buildFile ? sourceOf(context, site.file) : undefined;
  if (!ruleset || !source || uses.some(({ attribute, files }) => attribute !== "data" || files !== glob.matches.length))
    return [];
  const { file, text } = source;
  const statement = file.tree.statements.find((one) => callIn(one, site.node));
  const call = statement && callIn(statement, site.node);
  const name = nameOf(glob.include[0] ?? "");
  if (!call || !isLiteral(call) || found.targets.has(name)) return [];
  const written = spanOf(file, call.id);
  const target = [
    `${RULE}(`,
    `    name = "${name}",`,
    `    srcs = ${text.slice(written.start, written.end)},`,
    ")",
    "",
    "",
  ];
  const trees = uses.filter((use) => use.target.ruleClass.executable).length;
  const each = trees > 1 ? ` in each of ${counted(trees, "target")}` : "";
  return [
    {
      title: `Copy the files into one directory, ${JSON.stringify(name)} (${counted(entries - 1, "link")} fewer${each})`,
      kind: "refactor.rewrite",
      preferred: false,
      tradeOff: `The files are at ${name}/… then: what reads them has to follow. They are copied once more, and sandboxes and remote execution still get every one of them.`,
      edits: [
        {
          path: site.file,
          create: false,
          edits: [
            ...loadEdits(source, `@${ruleset.apparent}//lib:copy_to_directory.bzl`, RULE),
            insertion(file, spanOf(file, statement.id).start, target.join(lineBreakOf(text))),
            { range: file.lines.range(written), newText: `[":${name}"]` },
          ],
        },
      ],
      reveal: undefined,
    },
  ];
}

function callIn(statement: Statement, id: number): CallExpression | undefined {
  let found: CallExpression | undefined;
  walkNode(statement, (node: Node) => {
    if (node.id === id && node.kind === "call") found = node;
  });
  return found;
}

/** Whether a call says the same wherever it stands: no names but the callee's. */
function isLiteral(call: CallExpression): boolean {
  let names = 0;
  walkNode(call, (node: Node) => {
    if (node.kind === "identifier" || node.kind === "star" || node.kind === "star-star") names++;
  });
  return names === 1;
}

/** `testdata_dir` for `testdata/**`. */
function nameOf(pattern: string): string {
  const [directory = ""] = pattern.split(/\/?[^/]*\*/);
  return `${directory.replaceAll(/\W/g, "_") || "data"}_dir`;
}
