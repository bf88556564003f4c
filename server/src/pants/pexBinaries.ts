/** The `pex_binary` targets of a Pants BUILD file, one for each parametrization: the matrix that decides what packaging and running cost. */
import type { Site } from "../starlark/thread.ts";
import type { PantsFile, PantsTarget } from "./pantsFile.ts";
import {
  DEFAULT_EXECUTION_MODE,
  DEFAULT_LAYOUT,
  isExecutionMode,
  isPexLayout,
  type ExecutionMode,
  type PexLayout,
} from "./pexFigures.ts";

export interface PexBinary {
  readonly address: string;
  readonly executionMode: ExecutionMode;
  readonly layout: PexLayout;
  /** The layout was given, by the target or by `__defaults__`. */
  readonly layoutIsGiven: boolean;
  readonly site: Site | undefined;
}

/** Those whose fields are known; a value that Pants would refuse, or that is not known, leaves a target out. */
export function pexBinaries({ targets }: PantsFile): readonly PexBinary[] {
  return targets.flatMap((target) => (target.type === "pex_binary" ? (pexBinary(target) ?? []) : []));
}

function pexBinary({ address, fields, site }: PantsTarget): PexBinary | undefined {
  const executionMode = fields.get("execution_mode") ?? DEFAULT_EXECUTION_MODE;
  const layout = fields.get("layout") ?? DEFAULT_LAYOUT;
  if (!isExecutionMode(executionMode) || !isPexLayout(layout)) return undefined;
  return { address, executionMode, layout, layoutIsGiven: fields.has("layout"), site };
}
