/** The sentences of the status item. */
import type { BuildRequest, WorkspaceStatus } from "../../server/src/protocol.ts";
import { number } from "./wording.ts";

/** `Bazel 7.4.0`, or what is assumed where the version is not known. */
export function versionText({ bazelVersion, assumedVersion }: WorkspaceStatus): string {
  return bazelVersion === null ? `Bazel version unknown, predicting for ${assumedVersion}` : `Bazel ${bazelVersion}`;
}

/** `test --config=ci --nolegacy_external_runfiles` */
export function buildText({ command, configs, flags }: BuildRequest): string {
  return [command, ...configs.map((config) => `--config=${config}`), ...flags].join(" ");
}

/** `12 trees complete, 1 partial` */
export function completenessText({ complete, partial }: WorkspaceStatus): string {
  if (complete + partial === 0) return "No executable targets here";
  const parts = [
    ...(complete > 0 ? [`${number(complete)} complete`] : []),
    ...(partial > 0 ? [`${number(partial)} partial`] : []),
  ];
  return `Runfiles trees: ${parts.join(", ")}`;
}
