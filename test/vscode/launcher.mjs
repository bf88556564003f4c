#!/usr/bin/env node
/**
 * Takes the place of the desktop VS Code's executable where there is none: understands the same arguments for tests, starts the server part of VS Code, opens it in a headless Chromium and ends with
 * the code with which the extension host ended.
 *
 *     launcher.mjs --extensionDevelopmentPath=DIR --extensionTestsPath=FILE [--user-data-dir=DIR] [--disable-workspace-trust] FOLDER
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { openBrowser } from "./browser.mjs";
import * as vscodeServer from "../../scripts/vscodeServer.mjs";

/** Milliseconds after which a run that has not ended is given up. */
const limit = 240_000;

/** @param {string} name */
function option(name) {
  const prefix = `--${name}=`;
  return process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
}

/** @param {string} name @returns {string} */
function required(name) {
  const value = option(name);
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

async function run() {
  const folder = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
  const data = option("user-data-dir") ?? (await mkdtemp(join(tmpdir(), "vscode-data-")));
  const server = await vscodeServer.start({
    token: "none",
    serverDataDir: join(data, "server"),
    trust: process.argv.includes("--disable-workspace-trust") ? "granted" : "ask",
  });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const ended = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`no end after ${limit} ms`)), limit).unref();
      // The web workbench calls this, where a page has it, with the exit code of a test run.
      void page.exposeFunction("codeAutomationExit", resolve);
    });
    await page.goto(
      server.url({
        ...(folder === undefined ? {} : { folder }),
        extensionDevelopmentPath: required("extensionDevelopmentPath"),
        extensionTestsPath: required("extensionTestsPath"),
      }),
    );
    process.exitCode = Number(await ended);
  } finally {
    await browser.close();
    await server.stop();
    if (option("user-data-dir") === undefined) await rm(data, { recursive: true, force: true });
  }
}

await run();
