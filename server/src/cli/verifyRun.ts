/** `runfiles-lens verify`: predictions against what Bazel says, target by target. */
import { locateBazel } from "../host/bazelCall.ts";
import { verify } from "../host/verification.ts";
import type { CliCommand } from "./arguments.ts";
import { CliError, json, refuseErrors, refuseFailure, type Session } from "./session.ts";
import { verifyText } from "./verifyText.ts";

export async function runVerify(command: Extract<CliCommand, { kind: "verify" }>, session: Session): Promise<number> {
  const { ask, host, options, root } = session;
  const { terminal } = host;
  const signal = host.interruption();
  const patterns = command.patterns.length > 0 ? command.patterns : ["//..."];
  const located = await locateBazel({ root, executable: options.bazelExecutable ?? "bazel", signal });
  if (located.kind !== "ok") throw new CliError(located.message);
  if (located.value.version !== null && options.bazelVersion === "") session.assumeVersion(located.value.version);
  const { workspace } = await ask("status", { paths: [] });
  const version = located.value.version ?? workspace.bazelVersion;
  if (version === null) {
    terminal.complain(
      "runfiles-lens: this Bazel does not say its version; --bazel-version tells it. Nothing is complete without.",
    );
  }
  const { labels, errors } = await ask("expand", { patterns, includeManual: command.includeManual });
  // A pattern that only Bazel knows is judged by what Bazel says of it.
  if (labels.length === 0) refuseErrors(errors);
  for (const error of errors) terminal.complain(`runfiles-lens: ${error}`);
  const { labels: knownLabels } = await ask("expand", { patterns, includeManual: true });
  const result = await verify({
    root,
    build: options.build,
    executable: located.value.executable,
    flagsInForce: workspace.flags,
    bazel: located.value,
    toldVersion: version,
    patterns,
    labels,
    knownLabels,
    predict: (target) => ask("prediction", { target }),
    onAnswered: session.suspectFiles,
    buildManifests: command.buildManifests,
    onProgress: terminal.progress,
    log: terminal.progress,
    signal,
  });
  terminal.progress("");
  if (result.kind !== "report") return refuseFailure(result, terminal);
  const { report } = result;
  const { all, format } = command;
  terminal.write(format === "json" ? json(report) : verifyText(report, { style: terminal.style, all }));
  if (report.summary.wrong > 0) return 1;
  return report.whole ? 0 : 2;
}
