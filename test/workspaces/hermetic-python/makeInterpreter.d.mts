/** How many files the interpreter has unless told otherwise. */
export declare const DEFAULT_FILES: number;
/** Writes the repository into `directory`, whose former content is removed. `count` is the number of files that its `:files` carries. */
export declare function makeInterpreter(directory: string, count?: number): void;
