/** An evaluator without a thread. Messages are cloned and arrive later, as between threads. */
import type { FileSystem } from "../../server/src/base/fileSystem.ts";
import type { StartEvaluator } from "../../server/src/host/evaluatorClient.ts";
import type { EvaluatedProject, ProjectHost } from "../../server/src/host/evaluatorService.ts";
import { EvaluatorService } from "../../server/src/host/evaluatorService.ts";
import type { SyntaxErrors } from "../../server/src/host/workingFiles.ts";
import { FatalEvaluation } from "./fakeProject.ts";

export interface InProcessOptions {
  readonly disk: FileSystem;
  readonly syntaxErrors: SyntaxErrors;
  readonly openProject: (host: ProjectHost) => EvaluatedProject;
}

/** A question that fails with `FatalEvaluation` takes the evaluator with it. */
export function inProcessEvaluator({ disk, syntaxErrors, openProject }: InProcessOptions): StartEvaluator {
  return (recorder, { onAnswer, onDeath }) => {
    let alive = true;
    const service = new EvaluatorService({
      disk,
      syntaxErrors,
      recorder,
      openProject: (host) => Promise.resolve(mortal(openProject(host), die)),
      reply: (message) => {
        const clone = structuredClone(message);
        later(() => {
          onAnswer(clone);
        });
      },
    });
    function die(): Promise<never> {
      alive = false;
      onDeath("evaluating it failed");
      return new Promise(() => undefined);
    }
    function later(action: () => void): void {
      setImmediate(() => {
        if (alive) action();
      });
    }
    return {
      post: (message) => {
        const clone = structuredClone(message);
        later(() => {
          service.receive(clone);
        });
      },
      stop: async () => {
        alive = false;
        service.dispose();
        await Promise.resolve();
      },
    };
  };
}

function mortal(project: EvaluatedProject, die: () => Promise<never>): EvaluatedProject {
  return {
    run: async (request, task) => {
      try {
        return await project.run(request, task);
      } catch (error) {
        if (error instanceof FatalEvaluation) return die();
        throw error;
      }
    },
    invalidate: (paths) => {
      project.invalidate(paths);
    },
    dispose: () => {
      project.dispose();
    },
  };
}
