/**
 * Calls of Starlark functions, and statements. After Bazel's `Eval.java`: a tree walker with one function a kind of node; a statement's function answers how control goes on (`Signal`), so that
 * `break`, `continue` and `return` need no exceptions. Expressions are in expressions.ts.
 *
 * Where an evaluation stands is one number a call (`node`), stored before an operation that can fail; the operation that fails is thus the one that the error points at.
 */
import { Cancelled } from "../base/cancelled.ts";
import type {
  AssignmentStatement,
  AugmentedAssignmentStatement,
  DefStatement,
  Expression,
  ForStatement,
  IfStatement,
  Statement,
} from "../syntax/ast.ts";
import { getAttribute, setAttribute } from "./attributes.ts";
import { EvalError, fromHostError } from "./errors.ts";
import { assignSlot, evaluate, makeFunction } from "./expressions.ts";
import type { Locals, StarlarkFunction } from "./function.ts";
import { Cell } from "./function.ts";
import { getIndex, setIndex } from "./indexing.ts";
import { asIterable, lengthOf, toArray, truth } from "./iteration.ts";
import { StarlarkList } from "./list.ts";
import type { Module } from "./module.ts";
import { inPlace } from "./operators.ts";
import { Range } from "./range.ts";
import type { ActiveCall, Thread } from "./thread.ts";
import { Tuple } from "./tuple.ts";
import { known, unknown, UnknownDecision } from "./unknown.ts";
import type { StarlarkValue, Value } from "./value.ts";
import { typeOf } from "./value.ts";

/** How control goes on after a statement. */
export const Signal = { next: 0, break: 1, continue: 2, return: 3 } as const;
export type SignalValue = (typeof Signal)[keyof typeof Signal];

/** An active call of a Starlark function, or of a file's top level. */
export class Activation implements ActiveCall {
  readonly name: string;
  readonly file: string;
  readonly code: object;
  node = -1;
  builtin: string | undefined = undefined;
  readonly thread: Thread;
  readonly fn: StarlarkFunction;
  readonly module: Module;
  readonly locals: Locals;
  readonly scopes: Uint8Array;
  readonly slots: Int32Array;
  /** What the call gives, once a `return` has been executed. */
  result: Value = null;

  constructor(thread: Thread, fn: StarlarkFunction, locals: Locals) {
    const { module, code } = fn;
    const { fileId, resolution } = module.program;
    this.name = code.name;
    this.file = fileId;
    this.code = code;
    this.node = code.node;
    this.thread = thread;
    this.fn = fn;
    this.module = module;
    this.locals = locals;
    this.scopes = resolution.scopes;
    this.slots = resolution.slots;
  }
}

/** Calls a Starlark function. */
export function callFunction(
  thread: Thread,
  fn: StarlarkFunction,
  positional: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
): Value {
  const { code } = fn;
  if (thread.isActive(code)) throw new EvalError(`function '${code.name}' called recursively`);
  const activation = new Activation(thread, fn, fn.bind(positional, names, values));
  enter(activation);
  try {
    const { body } = code;
    if (!isStatements(body)) return evaluate(activation, body);
    execStatements(activation, body);
    return activation.result;
  } catch (error) {
    throw withStack(error, thread);
  } finally {
    thread.pop();
  }
}

/** Runs something as the body of a call: with the call on the stack, and the stack attached to whatever it throws. */
export function activate<T>(activation: Activation, body: () => T): T {
  const { thread } = activation;
  enter(activation);
  try {
    return body();
  } catch (error) {
    throw withStack(error, thread);
  } finally {
    thread.pop();
  }
}

/** Puts a call on the stack, and those of its variables that inner functions share into cells. */
function enter(activation: Activation): void {
  const { thread, locals, fn } = activation;
  for (const slot of fn.code.cells) locals[slot] = new Cell(locals[slot] as Value | undefined);
  thread.push(activation);
}

/** Attaches the call stack where the error has none yet, that is in the innermost call. */
function withStack(thrown: unknown, thread: Thread): unknown {
  if (thrown instanceof Cancelled) return thrown;
  const error = fromHostError(thrown);
  if ((error instanceof EvalError || error instanceof UnknownDecision) && error.callStack.length === 0) {
    error.callStack = thread.callStack();
  }
  return error;
}

function isStatements(body: readonly Statement[] | Expression): body is readonly Statement[] {
  return Array.isArray(body);
}

function execStatements(frame: Activation, statements: readonly Statement[]): SignalValue {
  for (const statement of statements) {
    const signal = exec(frame, statement);
    if (signal !== Signal.next) return signal;
  }
  return Signal.next;
}

export function exec(frame: Activation, statement: Statement): SignalValue {
  const { thread } = frame;
  if (++thread.steps > thread.nextCheck) thread.checkSteps();
  switch (statement.kind) {
    case "expression-statement":
      evaluate(frame, statement.expression);
      return Signal.next;
    case "assignment":
      return execAssignment(frame, statement);
    case "augmented-assignment":
      return execAugmentedAssignment(frame, statement);
    case "if":
      return execIf(frame, statement);
    case "for":
      return execFor(frame, statement);
    case "return":
      frame.result = statement.value ? evaluate(frame, statement.value) : null;
      return Signal.return;
    case "def":
      return execDef(frame, statement);
    case "pass":
      return Signal.next;
    case "break":
      return Signal.break;
    case "continue":
      return Signal.continue;
    case "load":
      return Signal.next; // bound before the file is run, see evaluate.ts
    case "while":
      frame.node = statement.id;
      throw new EvalError("'while' not supported, use 'for' instead");
    case "bad-statement":
      throw doesNotParse(frame, statement.id);
  }
}

/** Code that did not parse decides nothing and says nothing: whatever depends on it is not known. */
export function doesNotParse(frame: Activation, node: number): UnknownDecision {
  frame.node = node;
  const site = { file: frame.file, node };
  return new UnknownDecision(unknown({ kind: "syntax", name: "", message: "the code does not parse", site }));
}

function execDef(frame: Activation, statement: DefStatement): SignalValue {
  assignSlot(frame, statement.id, makeFunction(frame, statement.id));
  return Signal.next;
}

function execIf(frame: Activation, statement: IfStatement): SignalValue {
  for (const { condition, body } of statement.branches) {
    if (decide(frame, condition)) return execStatements(frame, body);
  }
  return statement.orElse ? execStatements(frame, statement.orElse) : Signal.next;
}

/** The truth of a condition. */
export function decide(frame: Activation, condition: Expression): boolean {
  const value = evaluate(frame, condition);
  if (typeof value === "boolean") return value;
  frame.node = condition.id;
  return truth(value);
}

function execFor(frame: Activation, statement: ForStatement): SignalValue {
  const iterable = evaluate(frame, statement.iterable);
  frame.node = statement.iterable.id;
  let result: SignalValue = Signal.next;
  forEach(frame, iterable, (item) => {
    assign(frame, statement.target, item);
    const signal = execStatements(frame, statement.body);
    if (signal === Signal.return) result = Signal.return;
    return signal === Signal.next || signal === Signal.continue;
  });
  return result;
}

/** Hands the elements of a value to `visit` until that answers false; meanwhile the value cannot be changed. Each round is a step. */
export function forEach(frame: Activation, value: Value, visit: (item: Value) => boolean): void {
  const { thread } = frame;
  const iterable = asIterable(value);
  const locked: StarlarkValue = iterable;
  locked.beginIteration?.();
  try {
    if (iterable instanceof StarlarkList || iterable instanceof Tuple) {
      for (const item of iterable.items) {
        if (++thread.steps > thread.nextCheck) thread.checkSteps();
        if (!visit(item)) return;
      }
    } else if (iterable instanceof Range) {
      for (let i = 0; i < iterable.count; i++) {
        if (++thread.steps > thread.nextCheck) thread.checkSteps();
        if (!visit(iterable.at(i))) return;
      }
    } else {
      for (const item of iterable.iterate()) {
        if (++thread.steps > thread.nextCheck) thread.checkSteps();
        if (!visit(item)) return;
      }
    }
  } finally {
    locked.endIteration?.();
  }
}

function execAssignment(frame: Activation, statement: AssignmentStatement): SignalValue {
  const value = evaluate(frame, statement.value);
  const { target } = statement;
  if (target.kind === "identifier") {
    assignSlot(frame, target.id, value);
  } else {
    frame.node = statement.id;
    assign(frame, target, value);
  }
  return Signal.next;
}

/** Assigns a value to a target expression. */
export function assign(frame: Activation, target: Expression, value: Value): void {
  switch (target.kind) {
    case "identifier":
      assignSlot(frame, target.id, value);
      return;
    case "list":
    case "tuple":
      assignSequence(frame, target, value);
      return;
    case "index": {
      const object = evaluate(frame, target.object);
      const key = evaluate(frame, target.index);
      frame.node = target.id;
      setIndex(object, key, value, frame.thread);
      return;
    }
    case "dot": {
      const object = evaluate(frame, target.object);
      frame.node = target.id;
      setAttribute(object, target.name, value, frame.thread);
      return;
    }
    case "bad-expression":
      throw doesNotParse(frame, target.id);
    default:
      frame.node = target.id;
      throw new EvalError("cannot assign to this expression");
  }
}

function assignSequence(
  frame: Activation,
  target: Extract<Expression, { kind: "list" | "tuple" }>,
  value: Value,
): void {
  const { elements } = target;
  known(value);
  const length = typeof value === "string" ? undefined : lengthOf(value);
  if (length === undefined) {
    throw new EvalError(`got '${typeOf(value)}' in sequence assignment (want ${elements.length}-element sequence)`);
  }
  if (length !== elements.length) {
    const quantity = length < elements.length ? "few" : "many";
    throw new EvalError(`too ${quantity} values to unpack (got ${length}, want ${elements.length})`);
  }
  if (value instanceof StarlarkList) {
    // Bazel reads the list as the assignment goes on: after `l[1], l[0] = l` both elements are what l[0] was.
    elements.forEach((element, i) => {
      assign(frame, element, getIndex(value, i, frame.thread));
    });
    return;
  }
  toArray(value).forEach((item, i) => {
    assign(frame, elements[i] as Expression, item);
  });
}

function execAugmentedAssignment(frame: Activation, statement: AugmentedAssignmentStatement): SignalValue {
  const { target, operator } = statement;
  const { thread } = frame;
  switch (target.kind) {
    case "identifier": {
      const x = evaluate(frame, target);
      const y = evaluate(frame, statement.value);
      frame.node = statement.id;
      assignSlot(frame, target.id, inPlace(operator, x, y, thread));
      return Signal.next;
    }
    case "index": {
      const object = evaluate(frame, target.object);
      const key = evaluate(frame, target.index);
      frame.node = target.id;
      const x = getIndex(object, key, thread);
      const y = evaluate(frame, statement.value);
      frame.node = statement.id;
      setIndex(object, key, inPlace(operator, x, y, thread), thread);
      return Signal.next;
    }
    case "dot": {
      const object = evaluate(frame, target.object);
      frame.node = target.id;
      const x = getAttribute(object, target.name, thread);
      const y = evaluate(frame, statement.value);
      frame.node = statement.id;
      setAttribute(object, target.name, inPlace(operator, x, y, thread), thread);
      return Signal.next;
    }
    case "bad-expression":
      throw doesNotParse(frame, target.id);
    default:
      frame.node = statement.id;
      throw new EvalError("cannot perform augmented assignment on this expression");
  }
}
