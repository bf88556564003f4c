/** Where the command line writes: text with or without colours, progress, and readers that go away. */
export interface Terminal {
  /** To standard output, all at once and in order. */
  readonly write: (text: string) => void;
  /** To standard error, a line. */
  readonly complain: (line: string) => void;
  /** A line on standard error that the next one replaces; nothing where that is no terminal. */
  readonly progress: (line: string) => void;
  readonly style: Style;
}

/** Each returns its text in some colour, or as it is. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const plain = (text: string) => text;
export const PLAIN: Style = { bold: plain, dim: plain, red: plain, yellow: plain, green: plain, cyan: plain };

const COLOURED: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  red: sgr(31, 39),
  yellow: sgr(33, 39),
  green: sgr(32, 39),
  cyan: sgr(36, 39),
};

/** The process's own streams. A reader that goes away (`| head`) ends the program quietly, as it should. */
export function processTerminal({ stdout, stderr, env }: Pick<NodeJS.Process, "stdout" | "stderr" | "env">): Terminal {
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    stderr.write(`runfiles-lens: standard output cannot be written: ${error.message}\n`);
    process.exit(2);
  });
  const coloured = stdout.isTTY && !env.NO_COLOR && env.TERM !== "dumb";
  return {
    write: (text) => {
      stdout.write(text);
    },
    complain: (line) => {
      stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (stderr.isTTY) stderr.write(`\r\u001b[K${line.slice(0, (stderr.columns || 80) - 1)}`);
    },
    style: coloured ? COLOURED : PLAIN,
  };
}

function sgr(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}
