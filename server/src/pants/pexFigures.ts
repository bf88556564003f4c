/**
 * What the variants of a `pex_binary` cost in one published experiment, in seconds: an order of magnitude, for one small program on two machines.
 * Source: github.com/sureshjoshi/perfanity, README, target `simple:bin`.
 */
export const FIGURES_SOURCE = "github.com/sureshjoshi/perfanity";

export type ExecutionMode = "venv" | "zipapp";
export type PexLayout = "loose" | "packed" | "zipapp";

/** Defaults of `pex_binary` (pantsbuild/pants, src/python/pants/backend/python/target_types.py). */
export const DEFAULT_EXECUTION_MODE: ExecutionMode = "zipapp";
export const DEFAULT_LAYOUT: PexLayout = "zipapp";

/** Seconds of a goal when everything is to be done, nothing, and after an edit of one source. */
export interface StepSeconds {
  readonly clean: number;
  readonly noop: number;
  readonly incremental: number;
}

export interface PexFigures {
  readonly package: StepSeconds;
  readonly run: StepSeconds;
}

const steps = (clean: number, noop: number, incremental: number): StepSeconds => ({ clean, noop, incremental });

/** On macOS, by `execution_mode` and `layout`. */
export const PEX_FIGURES: Readonly<Record<ExecutionMode, Readonly<Record<PexLayout, PexFigures>>>> = {
  venv: {
    loose: { package: steps(4.02, 1.0, 4.1), run: steps(11.29, 3.63, 11.03) },
    packed: { package: steps(1.23, 0.09, 1.17), run: steps(3.02, 1.08, 1.71) },
    zipapp: { package: steps(6.38, 0.08, 6.4), run: steps(0.94, 0.89, 1.51) },
  },
  zipapp: {
    loose: { package: steps(4.23, 0.96, 4.19), run: steps(9.02, 8.93, 9.45) },
    packed: { package: steps(1.15, 0.08, 1.15), run: steps(1.36, 1.2, 1.26) },
    zipapp: { package: steps(6.35, 0.08, 6.43), run: steps(1.3, 1.38, 1.3) },
  },
};

export function isExecutionMode(value: unknown): value is ExecutionMode {
  return value === "venv" || value === "zipapp";
}

export function isPexLayout(value: unknown): value is PexLayout {
  return value === "loose" || value === "packed" || value === "zipapp";
}
