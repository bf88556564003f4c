/** Every lint there is; a test compares this list with the folder and with the documentation. */
import type { Lint } from "./lint.ts";
import { runfilesCollision } from "./runfilesCollision.ts";
import { symlinkCollision } from "./symlinkCollision.ts";

export const LINTS: readonly Lint[] = [runfilesCollision, symlinkCollision];
