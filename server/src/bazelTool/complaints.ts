/** What Bazel complains of on standard error: its errors, and the targets that a command which keeps going gave up. */

const MOST_ERRORS = 10_000;
/** Of one error: a traceback may be long. */
const MOST_LINES = 30;

export class Complaints {
  /** Without the word ERROR, with the lines that follow and belong to it. */
  readonly errors: string[] = [];
  readonly refused: string[] = [];
  /** Lines of the last error, 0 while no error is being told. */
  #lines = 0;

  take(line: string): void {
    const plain = withoutTime(withoutColours(line));
    const [, level, text] =
      /^(ERROR|FATAL|WARNING|INFO|DEBUG|FAILED|Loading|Analyzing|\[[\d,]+ \/ [\d,]+\]):?(?: (.*))?$/.exec(
        plain.trimStart(),
      ) ?? [];
    if (level === undefined) {
      this.#continue(plain);
      return;
    }
    this.#lines = 0;
    if (level === "WARNING") this.#warn(text ?? "");
    if (level !== "ERROR" && level !== "FATAL") return;
    if (text === undefined || this.errors.length >= MOST_ERRORS) return;
    this.errors.push(text);
    this.#lines = 1;
  }

  #continue(line: string): void {
    const last = this.errors.length - 1;
    if (this.#lines === 0 || this.#lines >= MOST_LINES || line.trim() === "" || isStackFrame(line)) return;
    this.errors[last] = `${(this.errors[last] ?? "").trimEnd()}\n${line}`;
    this.#lines++;
  }

  /** `BuildView`: the errors themselves may name only a dependency of the target. */
  #warn(text: string): void {
    const label = /^errors encountered while analyzing target '(.+?)'[:,] it will not be built/.exec(text)?.[1];
    if (label !== undefined) this.refused.push(label);
  }
}

/** Of Java, where Bazel crashes; what was thrown tells more. */
function isStackFrame(line: string): boolean {
  return /^\tat [\w.$/]+\(/.test(line) || /^\t\.\.\. \d+ more$/.test(line);
}

/** `--show_timestamps` */
function withoutTime(line: string): string {
  return line.replace(/^\(\d{2}:\d{2}:\d{2}\) /, "");
}

function withoutColours(line: string): string {
  return line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
}
