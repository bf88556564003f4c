/** Text of files for a terminal: control characters, which might do something there, are written as escapes. */

export function printable(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) =>
    character === "\t" ? " " : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** As `printable`, with the lines after the first one indented. */
export function printableBlock(text: string, indent: string): string {
  return printable(text).replaceAll("\n", `\n${indent}`);
}
