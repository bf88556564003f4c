/** Predictions for other Bazel versions than the workspace's own, over evaluators that say which version they were configured for. */
import { expect, it } from "vitest";
import { EvaluatorClient, type StartEvaluator } from "../../server/src/host/evaluatorClient.ts";
import { PredictionsByVersion } from "../../server/src/host/predictionsByVersion.ts";
import { defaultSettings } from "../../server/src/settings.ts";

const BUILD = { command: "build", configs: [], flags: [] } as const;

function opened() {
  const log: string[] = [];
  const start: StartEvaluator = (_recorder, { onAnswer }) => {
    let version = "";
    return {
      post: (message) => {
        if (message.kind === "configure") version = message.projects[0]?.settings.bazelVersion ?? "";
        if (message.kind !== "ask") return;
        log.push(`${version} is asked`);
        const value = { kind: "none", message: version };
        setImmediate(() => {
          onAnswer({ kind: "answer", id: message.id, outcome: { kind: "value", value }, versions: [] });
        });
      },
      stop: () => {
        log.push(`${version} is ended`);
        return Promise.resolve();
      },
    };
  };
  const predictions = new PredictionsByVersion(
    { version: "7.4.0", predict: () => Promise.resolve({ kind: "none", message: "own" }) },
    {
      evaluator: new EvaluatorClient(start, () => undefined),
      configuration: (bazelVersion) => ({ root: "/ws", settings: { ...defaultSettings([]), bazelVersion } }),
    },
  );
  return { predictions, log };
}

it("has an evaluator of its own for each other version, one at a time", async () => {
  const { predictions, log } = opened();
  const told: string[] = [];
  for (const version of ["7.4.0", "8.0.0", "8.0.0", null, "6.5.0"]) {
    const answer = await predictions.predict("//:a", BUILD, version);
    told.push(answer.kind === "none" ? answer.message : "");
  }
  await predictions.dispose();
  expect(told).toEqual(["own", "8.0.0", "8.0.0", "own", "6.5.0"]);
  expect(log).toEqual(["8.0.0 is asked", "8.0.0 is asked", "8.0.0 is ended", "6.5.0 is asked", "6.5.0 is ended"]);
});
