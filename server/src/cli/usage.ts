/** What is wrong with a command line. */
export class UsageError extends Error {}

export function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new UsageError(`${option} is one of ${choices.join(", ")}, not '${value}'`);
  return choice;
}
