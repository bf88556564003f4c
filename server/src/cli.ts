#!/usr/bin/env node
/** The command line's program. */
import { processTerminal } from "./cli/terminal.ts";
import { runCommandLine } from "./cli/run.ts";
import { compose } from "./host/composition.ts";

const composition = compose(__dirname);
const terminal = processTerminal(process);

void runCommandLine(process.argv.slice(2), {
  ...composition,
  terminal,
  interruption: () => {
    // From here on an interruption is waited for: whoever was told has a process to end.
    const controller = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        controller.abort();
      });
    }
    return controller.signal;
  },
  currentDirectory: process.cwd(),
  serve: (startEvaluator) => {
    // Loaded when it is wanted: the other commands have no use for a protocol library.
    void import("./lsp/connection.ts").then(({ serveStdio }) => {
      serveStdio(composition, startEvaluator);
    });
  },
}).then((exitCode) => {
  if (exitCode !== undefined) process.exitCode = exitCode;
});
