/** Preloaded into a measured Node process: writes its peak resident memory, in megabytes, when it ends. */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { isMainThread } from "node:worker_threads";

const file = process.env["RUNFILES_LENS_BENCH_MEMORY"];
if (isMainThread && file !== undefined) {
  // maxRSS is in kilobytes on every platform (libuv converts it).
  process.once("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS / 1024)));
}
