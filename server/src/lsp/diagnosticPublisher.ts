/**
 * Pushes findings: of open documents once for every version that was looked at, so that a client knows what the findings speak of and that there are none; of closed files when they have changed.
 */
import type { Diagnostic } from "vscode-languageserver/node";
import { DiagnosticSeverity } from "vscode-languageserver/node";
import type { DiagnosticsData } from "../ide/diagnostics.ts";
import type { Finding, Severity } from "../lints/finding.ts";
import { BAZEL_ERROR } from "../project/bazelError.ts";
import type { ServerContext } from "./context.ts";

export const SOURCE = "Runfiles Lens";

interface Pushed {
  readonly root: string;
  readonly json: string;
  /** Undefined for a closed file. */
  readonly version: number | undefined;
  readonly onlyErrors: boolean;
}

export class DiagnosticPublisher {
  readonly #context: ServerContext;
  /** By path: whose findings are shown, and what was pushed about which version. */
  readonly #pushed = new Map<string, Pushed>();

  constructor(context: ServerContext) {
    this.#context = context;
  }

  /** The findings of some files; `whole` says that no other file of this root has any. */
  publish(root: string, data: DiagnosticsData, versions: ReadonlyMap<string, number>, whole: boolean): void {
    const reported = new Set<string>();
    for (const { path, findings } of data.files) {
      if (!this.#isOwner(root, path)) continue;
      reported.add(path);
      this.#push(root, path, findings, versions.get(path));
    }
    for (const path of data.undecided) {
      // Errors that are gone are withdrawn at once; what else was found stays until the whole workspace was looked at.
      if (this.#pushed.get(path)?.onlyErrors) this.#push(root, path, [], versions.get(path));
    }
    if (!whole) return;
    for (const path of new Set([...this.#pushed.keys(), ...versions.keys()])) {
      const owner = this.#pushed.get(path)?.root ?? this.#context.workspaces.rootOf(path);
      if (owner === root && !reported.has(path)) this.#push(root, path, [], versions.get(path));
    }
  }

  /** Withdraws what was said about workspaces that are there no more. */
  withdraw(roots: readonly string[]): void {
    for (const [path, { root }] of this.#pushed) {
      if (roots.includes(root)) continue;
      this.#send(path, [], undefined);
      this.#pushed.delete(path);
    }
  }

  /** A file inside of a workspace is reported by it, one elsewhere by whoever speaks of it first. */
  #isOwner(root: string, path: string): boolean {
    return (this.#context.workspaces.rootOf(path) ?? this.#pushed.get(path)?.root ?? root) === root;
  }

  #push(root: string, path: string, findings: readonly Finding[], version: number | undefined): void {
    const { documents } = this.#context;
    if (documents.versionOf(path) !== version) return; // Typed on meanwhile: the next pass will know better.
    const diagnostics = findings.map((finding) => this.#diagnostic(finding));
    const json = JSON.stringify(diagnostics);
    const before = this.#pushed.get(path);
    const isClosed = version === undefined;
    const onlyErrors = findings.length > 0 && findings.every((finding) => finding.lint === BAZEL_ERROR);
    if (
      before ? before.json === json && (isClosed || before.version === version) : isClosed && diagnostics.length === 0
    )
      return;
    if (diagnostics.length > 0 || !isClosed) this.#pushed.set(path, { root, json, version, onlyErrors });
    else this.#pushed.delete(path);
    this.#send(path, diagnostics, version);
  }

  #send(path: string, diagnostics: Diagnostic[], version: number | undefined): void {
    const { connection, documents } = this.#context;
    const uri = documents.uriOf(path);
    void connection.sendDiagnostics(version === undefined ? { uri, diagnostics } : { uri, version, diagnostics });
  }

  #diagnostic(finding: Finding): Diagnostic {
    const { capabilities, documents, host } = this.#context;
    const supported = capabilities.textDocument?.publishDiagnostics;
    const href = supported?.codeDescriptionSupport ? host.documentationOf(finding.lint) : undefined;
    const related = finding.related.map(({ location, message }) => ({
      location: { uri: documents.uriOf(location.path), range: location.range },
      message,
    }));
    return {
      range: finding.location.range,
      severity: severityOf(finding.severity),
      source: SOURCE,
      code: finding.lint,
      message: finding.message,
      ...(href === undefined ? {} : { codeDescription: { href } }),
      ...(supported?.relatedInformation && related.length > 0 ? { relatedInformation: related } : {}),
      ...(supported?.dataSupport ? { data: finding.data } : {}),
    };
  }
}

function severityOf(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case "error":
      return DiagnosticSeverity.Error;
    case "warning":
      return DiagnosticSeverity.Warning;
    case "information":
      return DiagnosticSeverity.Information;
    case "hint":
      return DiagnosticSeverity.Hint;
    default:
      return severity satisfies never;
  }
}
