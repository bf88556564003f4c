/** Every lint there is; a test compares this list with the folder and with the documentation. */
import { bazelrcCacheThrash } from "./bazelrcCacheThrash.ts";
import { bazelrcConfigOnly } from "./bazelrcConfigOnly.ts";
import { bazelrcContradiction } from "./bazelrcContradiction.ts";
import { bazelrcDeadFlag } from "./bazelrcDeadFlag.ts";
import { bazelrcInvalid } from "./bazelrcInvalid.ts";
import { bazelrcUnknownCommand } from "./bazelrcUnknownCommand.ts";
import { bazelrcUnknownOption } from "./bazelrcUnknownOption.ts";
import { costlyRunfilesFlag } from "./costlyRunfilesFlag.ts";
import { hermeticToolchainLinks } from "./hermeticToolchainLinks.ts";
import { largeDataGlob } from "./largeDataGlob.ts";
import { legacyExternalRunfiles } from "./legacyExternalRunfiles.ts";
import type { Lint } from "./lint.ts";
import { mixedRuntimeVersions } from "./mixedRuntimeVersions.ts";
import { pexLooseVenv } from "./pexLooseVenv.ts";
import { pexLooseZipapp } from "./pexLooseZipapp.ts";
import { pexZipappLayout } from "./pexZipappLayout.ts";
import { runtimeInImageLayer } from "./runtimeInImageLayer.ts";
import { runtimeThroughData } from "./runtimeThroughData.ts";
import { untrackedSourceDirectory } from "./untrackedSourceDirectory.ts";
import { runfilesCollision } from "./runfilesCollision.ts";
import { splitTransitionInRunfiles } from "./splitTransitionInRunfiles.ts";
import { symlinkCollision } from "./symlinkCollision.ts";

export const LINTS: readonly Lint[] = [
  runfilesCollision,
  symlinkCollision,
  splitTransitionInRunfiles,
  hermeticToolchainLinks,
  mixedRuntimeVersions,
  legacyExternalRunfiles,
  largeDataGlob,
  untrackedSourceDirectory,
  runtimeThroughData,
  runtimeInImageLayer,
  costlyRunfilesFlag,
  bazelrcInvalid,
  bazelrcUnknownCommand,
  bazelrcUnknownOption,
  bazelrcDeadFlag,
  bazelrcContradiction,
  bazelrcCacheThrash,
  bazelrcConfigOnly,
  pexLooseZipapp,
  pexLooseVenv,
  pexZipappLayout,
];
