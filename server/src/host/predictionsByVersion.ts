/**
 * Predictions for the Bazel that builds a variant of an experiment. The workspace's own evaluator predicts for one version, and is not to be disturbed; another version has an evaluator of its own, one at a time, that sees what is
 * on the disk: what that Bazel sees.
 */
import type { PredictionData } from "../ide/prediction.ts";
import type { BuildRequest } from "../project.ts";
import type { EvaluatorClient } from "./evaluatorClient.ts";
import type { ProjectConfiguration } from "./evaluatorMessages.ts";

export interface OwnPredictions {
  /** The version that they are for; null for unknown. */
  readonly version: string | null;
  readonly predict: (target: string, build: BuildRequest) => Promise<PredictionData>;
}

export interface OtherVersions {
  /** The workspace's own, which says how evaluators are started. */
  readonly evaluator: EvaluatorClient;
  readonly configuration: (version: string) => ProjectConfiguration;
}

export class PredictionsByVersion {
  readonly #own: OwnPredictions;
  readonly #others: OtherVersions;
  #other: { readonly version: string; readonly evaluator: EvaluatorClient } | undefined;

  constructor(own: OwnPredictions, others: OtherVersions) {
    this.#own = own;
    this.#others = others;
  }

  /** `version`: of the Bazel that builds; null for unknown, which is taken for the workspace's own. */
  async predict(target: string, build: BuildRequest, version: string | null): Promise<PredictionData> {
    if (version === null || version === this.#own.version) return this.#own.predict(target, build);
    const { root } = this.#others.configuration(version);
    const evaluator = await this.#evaluator(version);
    return (await evaluator.ask("prediction", { target }, { root, build })).value;
  }

  async dispose(): Promise<void> {
    await this.#other?.evaluator.dispose();
    this.#other = undefined;
  }

  async #evaluator(version: string): Promise<EvaluatorClient> {
    if (this.#other?.version === version) return this.#other.evaluator;
    await this.dispose();
    const evaluator = this.#others.evaluator.another();
    evaluator.configure([this.#others.configuration(version)]);
    this.#other = { version, evaluator };
    return evaluator;
  }
}
