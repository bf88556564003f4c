/** The fix that gives a Python program away as one file: rules_python's `py_zipapp_binary` around it, named where its runfiles tree was. */
import { joinPath } from "../base/path.ts";
import { counted } from "../base/counts.ts";
import type { TextEdit } from "../base/text.ts";
import { parseLabel, type Label, type LabelContext } from "../bazel/label.ts";
import type { RuleTarget } from "../bazel/target.ts";
import { compareModuleVersions } from "../bazel/workspace/moduleVersion.ts";
import {
  spanOf,
  type Argument,
  type CallExpression,
  type Node,
  type ParsedFile,
  type StringLiteral,
} from "../syntax/ast.ts";
import { walkNode } from "../syntax/traverse.ts";
import { insertion, lineBreakOf, loadEdits, sourceOf, type Source } from "./buildFileEdits.ts";
import type { Fix } from "./finding.ts";
import type { LintContext } from "./lint.ts";

/** rules_python has the rule since then (CHANGELOG, 1.9.0), in a file of this package. */
const SINCE = "1.9.0";
const PACKAGE = "python/zipapp";
const RULE = "py_zipapp_binary";
const SUFFIX = "_zipapp";

/** Whether the ruleset of a Python program has the rule. */
export function hasZipapps({ reader, repositories }: LintContext, program: RuleTarget | undefined): boolean {
  if (program?.ruleClass.name !== "py_binary") return false;
  const module = repositories.moduleSeenByRoot("rules_python");
  const canonical = repositories.resolve("", module?.apparent ?? "rules_python");
  const contents = canonical === undefined ? undefined : repositories.contents(canonical);
  if (contents?.kind === "directory") return reader.kind(joinPath(contents.path, `${PACKAGE}/${RULE}.bzl`)) === "file";
  return module !== undefined && module.version !== "" && compareModuleVersions(module.version, SINCE) >= 0;
}

/**
 * Offered where both calls are written out: the program's in a BUILD file of the main repository, and its label as a string in the `data` of the statement that makes `user`. `links`: of the program's tree; `targets`:
 * how many the statement makes.
 */
export function zipappFix(
  context: LintContext,
  user: RuleTarget,
  program: RuleTarget | undefined,
  links: number,
  targets: number,
): readonly Fix[] {
  if (!program || !hasZipapps(context, program) || program.label.repository !== "") return [];
  const name = `${program.label.name}${SUFFIX}`;
  const home = sourceOf(context, program.site.file);
  const place = sourceOf(context, user.site.file);
  const call = home && callWithName(home.file, program);
  if (!place || !call || isTaken(context, program.label, name)) return [];
  const ruleset = context.repositories.moduleSeenByRoot("rules_python")?.apparent ?? "rules_python";
  const uses = renamedUses(place, user, program.label);
  if (uses.length === 0) return [];
  const additions = [
    ...loadEdits(home, `@${ruleset}//${PACKAGE}:${RULE}.bzl`, RULE),
    callEdit(home, call, program.label.name, name),
  ];
  const each = targets > 1 ? ` in each of ${counted(targets, "target")}` : "";
  return [
    {
      title: `Give ${program.label.toString()} away as one file (up to ${counted(links - 1, "link")} fewer${each})`,
      kind: "refactor.rewrite",
      preferred: false,
      tradeOff: `The program is ${name}.pyz then: what starts it by its path has to follow. It is packed anew after every change, and unpacks itself at its first start.`,
      edits:
        home.path === place.path
          ? [{ path: home.path, create: false, edits: [...additions, ...uses] }]
          : [
              { path: home.path, create: false, edits: additions },
              { path: place.path, create: false, edits: uses },
            ],
      reveal: undefined,
    },
  ];
}

/** Whether the package has the name, or may have it, since it is not looked at. */
function isTaken({ packages }: LintContext, label: Label, name: string): boolean {
  const own = packages.find(({ id }) => id.repository === label.repository && id.path === label.packagePath);
  return own?.targets.has(name) !== false;
}

/** The call that makes the program if it says its name: neither a loop nor a macro that makes names. */
function callWithName(file: ParsedFile, { label, site }: RuleTarget): CallExpression | undefined {
  const statement = file.tree.statements.find(({ id }) => id === site.node);
  if (statement?.kind !== "expression-statement" || statement.expression.kind !== "call") return undefined;
  const name = argumentOf(statement.expression, "name")?.value;
  return name?.kind === "string" && name.value === label.name ? statement.expression : undefined;
}

function argumentOf(call: CallExpression, name: string): Argument | undefined {
  return call.args.find((argument) => argument.kind === "keyword" && argument.name === name);
}

/** The program's label where `data` names it and where `$(…)` refers to it; none if it stands anywhere else, or not in `data`. */
function renamedUses(place: Source, user: RuleTarget, program: Label): readonly TextEdit[] {
  const { packagePath: path, repository } = user.label;
  const labels: LabelContext = { package: { repository, path }, resolveRepository: () => undefined };
  const isProgram = (text: string) => {
    const parsed = parseLabel(text, labels);
    return parsed.kind === "label" && parsed.label.equals(program);
  };
  const statement = place.file.tree.statements.find(({ id }) => id === user.site.node);
  const named: StringLiteral[] = [];
  const dataNodes = new Set<Node>();
  const edits: TextEdit[] = [];
  if (!statement) return [];
  walkNode(statement, (node) => {
    if (node.kind === "keyword" && node.name === "name") return "skip";
    if (node.kind === "keyword" && node.name === "data") walkNode(node, (inner) => void dataNodes.add(inner));
    if (node.kind !== "string") return undefined;
    if (isProgram(node.value)) named.push(node);
    else edits.push(...expansionEdits(place, node, isProgram, program.name));
    return undefined;
  });
  if (named.length === 0 || named.some((node) => !dataNodes.has(node))) return [];
  const replace =
    ({ value }: StringLiteral) =>
    (text: string) =>
      text.replace(value, renamed(value, program.name));
  return [...named.flatMap((node) => rewritten(place, node, replace(node))), ...edits];
}

/** The literal with the labels in `$(rootpath :program)` and its like renamed. */
function expansionEdits(
  place: Source,
  node: StringLiteral,
  isProgram: (text: string) => boolean,
  name: string,
): readonly TextEdit[] {
  const labels = [...node.value.matchAll(/\$\(\w+ ([^)]+)\)/g)].map(([, label = ""]) => label).filter(isProgram);
  return rewritten(place, node, (text) =>
    labels.reduce((result, label) => result.replaceAll(` ${label})`, ` ${renamed(label, name)})`), text),
  );
}

function rewritten({ file, text }: Source, { id }: Node, rewrite: (text: string) => string): readonly TextEdit[] {
  const { start, end } = spanOf(file, id);
  const before = text.slice(start, end);
  const after = rewrite(before);
  return after === before ? [] : [{ range: file.lines.range({ start, end }), newText: after }];
}

function renamed(label: string, name: string): string {
  return label.includes(":") || !/^[/@]/.test(label) ? `${label}${SUFFIX}` : `${label}:${name}${SUFFIX}`;
}

/** Behind the program's own call. Who may use the program may use the file. */
function callEdit({ file, text }: Source, call: CallExpression, program: string, name: string): TextEdit {
  const lines = ["", "", `${RULE}(`, `    name = "${name}",`, `    binary = ":${program}",`];
  for (const attribute of ["testonly", "visibility"]) {
    const argument = argumentOf(call, attribute);
    const { start, end } = argument ? spanOf(file, argument.id) : { start: 0, end: 0 };
    if (argument) lines.push(`    ${text.slice(start, end)},`);
  }
  return insertion(file, spanOf(file, call.id).end, [...lines, ")"].join(lineBreakOf(text)));
}
