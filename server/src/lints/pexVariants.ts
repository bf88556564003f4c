/** What the lints about `pex_binary` targets of Pants share: one finding for a call, however many variants of it they concern. */
import type { Finding } from "./finding.ts";
import type { Lint, LintContext } from "./lint.ts";
import type { PexBinary } from "../pants/pexBinaries.ts";
import { FIGURES_SOURCE } from "../pants/pexFigures.ts";

/** A finding for each call that makes one of the variants. `says` completes "app:bin …". */
export function variantFindings(
  lint: Pick<Lint, "id" | "severity">,
  context: LintContext,
  concerns: (binary: PexBinary) => boolean,
  says: string,
): readonly Finding[] {
  const calls = new Map<string, PexBinary[]>();
  for (const binary of context.pexBinaries.filter(concerns)) {
    const key = `${String(binary.site?.file)}:${String(binary.site?.node)}`;
    calls.set(key, [...(calls.get(key) ?? []), binary]);
  }
  return [...calls.values()].flatMap((variants): Finding[] => {
    const [first] = variants;
    const location = context.locate(first?.site);
    if (!first || !location) return [];
    const { id, severity } = lint;
    const targets = variants.map(({ address }) => address);
    const who = targets.length === 1 ? first.address : `${first.address} and ${String(targets.length - 1)} more`;
    return [
      {
        lint: id,
        severity,
        location,
        message: `${who}: ${says} (one experiment, ${FIGURES_SOURCE}; measure yours).`,
        target: first.address,
        related: [],
        fixes: [],
        data: { targets },
      },
    ];
  });
}
