/**
 * Findings as SARIF 2.1.0 (docs.oasis-open.org/sarif), for code scanning: paths relative to the workspace, stable rule ids, and fingerprints that survive moved lines and changed counts.
 */
import { digestOf } from "../base/digest.ts";
import type { Location, Range } from "../base/text.ts";
import { pathBelow } from "../base/path.ts";
import { uriOfPath } from "../host/fileUris.ts";
import type { CheckData } from "../ide/check.ts";
import type { Finding, Fix, Severity } from "../lints/finding.ts";
import type { LintDescription } from "../settings.ts";

/** Code scanning keeps so many results of a run. */
const MOST_RESULTS = 25_000;

const SEVERITIES: readonly Severity[] = ["error", "warning", "information", "hint"];

export function sarif(data: CheckData, lints: readonly LintDescription[], version: string): unknown {
  const { root } = data.workspace;
  const ids = lints.map((lint) => lint.id);
  const findings = [...data.findings]
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .slice(0, MOST_RESULTS);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Runfiles Lens",
            semanticVersion: version,
            rules: lints.map((lint) => ({
              id: lint.id,
              shortDescription: { text: lint.summary },
              defaultConfiguration: { level: levelOf(lint.severity) },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true, workingDirectory: { uri: `${uriOfPath(root)}/` } }],
        results: findings.map((finding) => result(root, finding, ids.indexOf(finding.lint))),
      },
    ],
  };
}

function result(root: string, finding: Finding, ruleIndex: number) {
  return {
    ruleId: finding.lint,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: levelOf(finding.severity),
    message: { text: finding.message },
    locations: [location(root, finding.location)],
    relatedLocations: finding.related.map((related, id) => ({
      id,
      ...location(root, related.location),
      message: { text: related.message },
    })),
    partialFingerprints: { "runfilesLens/v1": fingerprint(root, finding) },
    fixes: finding.fixes.map((one) => fix(root, one)),
    properties: { targets: finding.data.targets },
  };
}

/** Lines move and counts grow: neither makes another finding of it. */
function fingerprint(root: string, { lint, location: { path }, message, target }: Finding): string {
  return digestOf(lint, artifactUri(root, path), target ?? "", message.replace(/\d[\d,]*/g, "#"));
}

function location(root: string, { path, range }: Location) {
  return { physicalLocation: { artifactLocation: { uri: artifactUri(root, path) }, region: region(range) } };
}

function fix(root: string, { title, edits }: Fix) {
  return {
    description: { text: title },
    artifactChanges: edits.map((file) => ({
      artifactLocation: { uri: artifactUri(root, file.path) },
      replacements: file.edits.map(({ range, newText }) => ({
        deletedRegion: region(range),
        insertedContent: { text: newText },
      })),
    })),
  };
}

function region({ start, end }: Range) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function artifactUri(root: string, path: string): string {
  const below = pathBelow(root, path);
  return below ? below.split("/").map(encodeURIComponent).join("/") : uriOfPath(path);
}

function levelOf(severity: Severity): "error" | "warning" | "note" {
  switch (severity) {
    case "error":
    case "warning":
      return severity;
    case "information":
    case "hint":
      return "note";
    default:
      return severity satisfies never;
  }
}
