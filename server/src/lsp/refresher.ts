/**
 * Keeps what is shown up to date. Every change makes a new generation, which takes back the work of the one before; what is then computed first is what is on the screen, and after a pause in the typing the whole
 * workspace. One pass runs at a time for each workspace.
 */
import type { BuildRequest } from "../project.ts";
import { QuestionCancelled } from "../host/evaluatorClient.ts";
import type { StatusData } from "../ide/status.ts";
import type { ServerContext } from "./context.ts";
import type { DiagnosticPublisher } from "./diagnosticPublisher.ts";

/** Milliseconds without a change before the closed files are looked at. */
const PAUSE = 250;

export interface RootStatus {
  readonly busy: boolean;
  readonly revision: number;
  readonly data: StatusData | undefined;
  readonly problem: string | null;
}

interface Pass {
  /** Grows with every change. */
  revision: number;
  running: boolean;
  data: StatusData | undefined;
  problem: string | null;
  /** Ends the pause that the pass may be in. */
  wake: () => void;
}

export class Refresher {
  readonly #context: ServerContext;
  readonly #publisher: DiagnosticPublisher;
  readonly #onStatus: () => void;
  readonly #passes = new Map<string, Pass>();
  #disposed = false;

  constructor(context: ServerContext, publisher: DiagnosticPublisher, onStatus: () => void) {
    this.#context = context;
    this.#publisher = publisher;
    this.#onStatus = onStatus;
  }

  /** Something changed that the workspaces' findings may depend on. */
  changed(roots: readonly string[] = this.#context.workspaces.roots()): void {
    for (const root of roots) {
      const pass = this.#passOf(root);
      pass.revision++;
      pass.wake();
      if (!pass.running) void this.#run(root, pass);
    }
  }

  statusOf(root: string): RootStatus {
    const { running, revision, data, problem } = this.#passOf(root);
    return { busy: running, revision, data, problem };
  }

  dispose(): void {
    this.#disposed = true;
  }

  #passOf(root: string): Pass {
    const known = this.#passes.get(root);
    if (known) return known;
    const pass: Pass = { revision: 0, running: false, data: undefined, problem: null, wake: () => undefined };
    this.#passes.set(root, pass);
    return pass;
  }

  async #run(root: string, pass: Pass): Promise<void> {
    pass.running = true;
    let seen = -1;
    while (seen !== pass.revision && !this.#isGone(root)) {
      seen = pass.revision;
      if (!(await this.#tryPass(root, pass, seen))) seen = -1;
    }
    pass.running = false;
    if (!this.#isGone(root)) this.#onStatus();
  }

  /** False where the pass was interrupted and is to be made again. */
  async #tryPass(root: string, pass: Pass, revision: number): Promise<boolean> {
    const { connection } = this.#context;
    try {
      await this.#showOpenDocuments(root, pass);
      if (revision > 1 && revision === pass.revision) await pause(pass);
      if (revision !== pass.revision || this.#isGone(root)) return false;
      await this.#showWorkspace(root);
      pass.problem = null;
      return true;
    } catch (error) {
      if (error instanceof QuestionCancelled) return false;
      pass.problem = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      connection.console.error(`${root}: ${error instanceof Error ? error.message : String(error)}`);
      return true;
    }
  }

  async #showOpenDocuments(root: string, pass: Pass): Promise<void> {
    const { documents, evaluator, workspaces } = this.#context;
    const paths = documents.paths().filter((path) => workspaces.rootOf(path) === root);
    const about = { root, build: this.#build(root), priority: "background" } as const;
    if (paths.length > 0) {
      const { value, versions } = await evaluator.ask("diagnostics", { paths }, about);
      this.#publisher.publish(root, value, versions, false);
    }
    pass.data = (await evaluator.ask("status", { paths }, about)).value;
    this.#onStatus();
  }

  async #showWorkspace(root: string): Promise<void> {
    const about = { root, build: this.#build(root), priority: "background" } as const;
    const { value, versions } = await this.#context.evaluator.ask("diagnostics", { paths: undefined }, about);
    this.#publisher.publish(root, value, versions, true);
    this.#refreshLenses();
  }

  #build(root: string): BuildRequest {
    return this.#context.workspaces.buildOf(root);
  }

  #refreshLenses(): void {
    const { capabilities, connection } = this.#context;
    if (!capabilities.workspace?.codeLens?.refreshSupport) return;
    connection.sendRequest("workspace/codeLens/refresh").catch(() => undefined); // The client may be gone.
  }

  #isGone(root: string): boolean {
    return this.#disposed || !this.#context.workspaces.roots().includes(root);
  }
}

/** Ends early when something changes: what is on the screen then must not wait. */
function pause(pass: Pass): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PAUSE);
    pass.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
