/** What `check` prints, as text and as the JSON that scripts depend on. */
import { counted } from "../base/counts.ts";
import type { Range } from "../base/text.ts";
import type { CheckData } from "../ide/check.ts";
import type { FileEdit, Finding, Severity } from "../lints/finding.ts";
import { relativePath } from "./paths.ts";
import { printable, printableBlock } from "./printable.ts";
import type { Style } from "./terminal.ts";

interface FindingJson {
  readonly lint: string;
  readonly severity: Severity;
  readonly file: string;
  readonly range: Range;
  readonly message: string;
  readonly target: string | null;
  readonly fixes: readonly { readonly title: string; readonly edits: readonly FileEditJson[] }[];
  readonly data: Finding["data"];
}

interface FileEditJson {
  readonly file: string;
  readonly create: boolean;
  readonly edits: FileEdit["edits"];
}

export interface CheckJson {
  readonly findings: readonly FindingJson[];
  readonly summary: CheckData["statistics"] & { readonly durationMs: number };
}

export function checkJson(data: CheckData, durationMs: number): CheckJson {
  const { root } = data.workspace;
  return {
    findings: data.findings.map((finding) => findingJson(root, finding)),
    summary: { ...data.statistics, durationMs },
  };
}

export function checkText(data: CheckData, style: Style): string {
  const { root } = data.workspace;
  const lines = data.findings.flatMap((finding) => findingLines(root, finding, style));
  return [...lines, summaryLine(data, style), ""].join("\n");
}

function findingLines(root: string, finding: Finding, style: Style): readonly string[] {
  const severity = severityStyle(finding.severity, style)(finding.severity);
  const place = style.bold(placeText(root, finding.location));
  return [
    `${place}: ${severity}: ${printableBlock(finding.message, "    ")} ${style.dim(`[${finding.lint}]`)}`,
    ...finding.related.map(
      ({ location, message }) => `    ${placeText(root, location)}: ${printableBlock(message, "      ")}`,
    ),
    ...finding.fixes.map((fix) => `    ${style.cyan("fix")}: ${fix.title} (${fix.tradeOff})`),
  ];
}

function summaryLine({ findings, statistics }: CheckData, style: Style): string {
  const { files, packages, targets, complete, partial, rejected } = statistics;
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const bySeverity = (["error", "warning", "information", "hint"] as const)
    .filter((severity) => count(severity) > 0)
    .map((severity) => counted(count(severity), severity, severity === "information" ? severity : `${severity}s`));
  const found = bySeverity.length === 0 ? style.green("No findings") : bySeverity.join(", ");
  const inventory = `${counted(files, "file")}, ${counted(packages, "package")}, ${counted(targets, "target")}`;
  const refused = rejected === 0 ? "" : `, ${rejected} that Bazel refuses`;
  return `${found} in ${inventory} (${counted(complete, "complete tree")}, ${counted(partial, "partial one")}${refused}).`;
}

function findingJson(root: string, finding: Finding): FindingJson {
  return {
    lint: finding.lint,
    severity: finding.severity,
    file: relativePath(root, finding.location.path),
    range: finding.location.range,
    message: finding.message,
    target: finding.target ?? null,
    fixes: finding.fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map(({ path, create, edits: changes }) => ({
        file: relativePath(root, path),
        create,
        edits: changes,
      })),
    })),
    data: finding.data,
  };
}

function placeText(root: string, { path, range }: Finding["location"]): string {
  return `${printable(relativePath(root, path))}:${range.start.line + 1}:${range.start.character + 1}`;
}

function severityStyle(severity: Severity, style: Style): (text: string) => string {
  switch (severity) {
    case "error":
      return style.red;
    case "warning":
      return style.yellow;
    case "information":
    case "hint":
      return style.cyan;
    default:
      return severity satisfies never;
  }
}
