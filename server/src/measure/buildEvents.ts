/** Bazel's own time of a command, from the file of `--build_event_json_file`: one JSON object a line. */
export interface BuildTimes {
  /** From the begin of the command in the server to its end. */
  readonly seconds: number;
  /** Null where the version does not say. */
  readonly actions: number | null;
}

/**
 * Undefined where the stream has no time, as that of a command that was interrupted. `BuildMetrics` (src/main/java/com/google/devtools/build/lib/buildeventstream/proto/build_event_stream.proto) comes among the last
 * events; numbers of 64 bits are texts there.
 */
export function readBuildTimes(text: string): BuildTimes | undefined {
  const line = text.split("\n").findLast((one) => one.includes('"buildMetrics":{') && one.includes('"timingMetrics"'));
  if (line === undefined) return undefined;
  try {
    const { buildMetrics } = JSON.parse(line) as MetricsEvent;
    const milliseconds = Number(buildMetrics?.timingMetrics?.wallTimeInMs ?? Number.NaN);
    if (!Number.isFinite(milliseconds)) return undefined;
    const actions = Number(buildMetrics?.actionSummary?.actionsExecuted ?? Number.NaN);
    return { seconds: milliseconds / 1000, actions: Number.isFinite(actions) ? actions : null };
  } catch {
    return undefined;
  }
}

interface MetricsEvent {
  readonly buildMetrics?: {
    readonly timingMetrics?: { readonly wallTimeInMs?: string | number };
    readonly actionSummary?: { readonly actionsExecuted?: string | number };
  };
}
