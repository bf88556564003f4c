/** `runfiles-lens verify`: predictions against what Bazel says, target by target. */
import { locateBazel } from "../host/bazelCall.ts";
import { queriedBuild } from "../host/queriedBuild.ts";
import { verify } from "../host/verification.ts";
import { parseVersion, UNSAID } from "../bazel/workspace/bazelVersion.ts";
import type { BuildRequest } from "../project.ts";
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
  const statusOf = async (build: BuildRequest) => (await ask("status", { paths: [] }, signal, build)).workspace;
  if (located.value.version === null) {
    const told = options.bazelVersion || (await statusOf(options.build)).bazelVersion;
    if (told !== null && parseVersion(told)) session.assumeVersion(told + UNSAID);
  }
  const workspace = await statusOf(options.build);
  const { build, flagsInForce, note } = await queriedBuild(options.build, async (one) => (await statusOf(one)).flags);
  const version = located.value.version ?? workspace.bazelVersion;
  if (version === null) {
    terminal.complain(
      "runfiles-lens: this Bazel does not say its version; --bazel-version tells it. Nothing is complete without.",
    );
  }
  const expand = async () => {
    const { labels, errors } = await ask("expand", { patterns, includeManual: command.includeManual });
    const { labels: knownLabels } = await ask("expand", { patterns, includeManual: true });
    return { labels, knownLabels, errors };
  };
  const { labels, knownLabels, errors } = await expand();
  // A pattern that only Bazel knows is judged by what Bazel says of it.
  if (labels.length === 0) refuseErrors(errors);
  for (const error of errors) terminal.complain(`runfiles-lens: ${error}`);
  const result = await verify({
    root,
    build,
    executable: located.value.executable,
    flagsInForce,
    note,
    bazel: located.value,
    toldVersion: version,
    patterns,
    labels,
    knownLabels,
    expandAgain: expand,
    predict: (target) => ask("prediction", { target }, signal, build),
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
