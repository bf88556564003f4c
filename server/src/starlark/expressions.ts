/**
 * Expressions, one function a kind of node, after the second half of Bazel's `Eval.java`.
 */
import type {
  BinaryExpression,
  CallExpression,
  Comprehension,
  DictExpression,
  DotExpression,
  Expression,
  Identifier,
  SliceExpression,
} from "../syntax/ast.ts";
import { getAttribute, methodOf } from "./attributes.ts";
import { Builtin } from "./builtin.ts";
import { StarlarkDict } from "./dict.ts";
import { EvalError } from "./errors.ts";
import { Float } from "./float.ts";
import type { Cell } from "./function.ts";
import { StarlarkFunction } from "./function.ts";
import { checkHashable } from "./hash.ts";
import { getIndex, slice } from "./indexing.ts";
import type { Activation } from "./interpreter.ts";
import { assign, callFunction, decide, doesNotParse, forEach } from "./interpreter.ts";
import { isIterable, truth } from "./iteration.ts";
import { grown, reserveElements } from "./limits.ts";
import { StarlarkList } from "./list.ts";
import { binary, unary } from "./operators.ts";
import { repr } from "./printer.ts";
import type { FunctionCode } from "./resolution.ts";
import { Scope } from "./resolution.ts";
import type { Thread } from "./thread.ts";
import { Tuple } from "./tuple.ts";
import { known, Unknown } from "./unknown.ts";
import type { NamedArguments, Value } from "./value.ts";
import { isObject, typeOf } from "./value.ts";

export function evaluate(frame: Activation, node: Expression): Value {
  switch (node.kind) {
    case "identifier":
      return evalIdentifier(frame, node);
    case "string":
      return node.value;
    case "call":
      return evalCall(frame, node);
    case "dot":
      return evalDot(frame, node);
    case "binary":
      return node.left.kind === "binary"
        ? evalBinaryChain(frame, node)
        : applyBinary(frame, node, evaluate(frame, node.left));
    case "list":
      return new StarlarkList(evalAll(frame, node.elements));
    case "int":
      return node.value;
    case "index": {
      const object = evaluate(frame, node.object);
      const key = evaluate(frame, node.index);
      frame.node = node.id;
      return getIndex(object, key, frame.thread);
    }
    case "tuple":
      return node.elements.length === 0 ? Tuple.EMPTY : new Tuple(evalAll(frame, node.elements));
    case "dict":
      return evalDict(frame, node);
    case "comprehension":
      return evalComprehension(frame, node);
    case "conditional":
      return evaluate(frame, decide(frame, node.condition) ? node.whenTrue : node.whenFalse);
    case "unary": {
      const x = evaluate(frame, node.operand);
      frame.node = node.id;
      return unary(node.operator, x);
    }
    case "slice":
      return evalSlice(frame, node);
    case "lambda":
      return makeFunction(frame, node.id);
    case "float":
      return new Float(node.value);
    case "bytes":
      frame.node = node.id;
      throw new EvalError("bytes literals are not supported");
    case "bad-expression":
      throw doesNotParse(frame, node.id);
  }
}

// Names ---------------------------------------------------------------------------------------------------------------

function evalIdentifier(frame: Activation, node: Identifier): Value {
  const slot = frame.slots[node.id] as number;
  let value: Value | undefined;
  switch (frame.scopes[node.id]) {
    case Scope.local:
      value = frame.locals[slot] as Value | undefined;
      break;
    case Scope.global:
      value = frame.module.slots[slot];
      break;
    case Scope.predeclared:
      value = frame.module.predeclared[slot];
      break;
    case Scope.cell:
      value = (frame.locals[slot] as Cell).value;
      break;
    case Scope.free:
      value = (frame.fn.cells[slot] as Cell).value;
      break;
    default:
      break;
  }
  if (value === undefined) throw unbound(frame, node);
  return value;
}

function unbound(frame: Activation, node: Identifier): EvalError {
  frame.node = node.id;
  switch (frame.scopes[node.id]) {
    case Scope.local:
    case Scope.cell:
    case Scope.free:
      return new EvalError(`local variable '${node.name}' is referenced before assignment.`);
    case Scope.global:
      return new EvalError(`global variable '${node.name}' is referenced before assignment.`);
    default:
      return new EvalError(`name '${node.name}' is not defined`);
  }
}

/** Binds the name that a node (identifier, `def`) stands for. */
export function assignSlot(frame: Activation, node: number, value: Value): void {
  const slot = frame.slots[node] as number;
  switch (frame.scopes[node]) {
    case Scope.local:
      frame.locals[slot] = value;
      break;
    case Scope.cell:
      (frame.locals[slot] as Cell).value = value;
      break;
    case Scope.global:
      frame.module.slots[slot] = value;
      break;
    default: // a name that was not resolved: the resolver has said so
      break;
  }
}

/** The function value of a `def` or `lambda`: default values are evaluated now, cells are captured. */
export function makeFunction(frame: Activation, node: number): StarlarkFunction {
  const code = frame.module.program.resolution.functions.get(node) as FunctionCode;
  const defaults = code.defaults.map((value) => value && evaluate(frame, value));
  const cells = code.captures.map(
    ({ scope, slot }) => (scope === Scope.free ? frame.fn.cells[slot] : frame.locals[slot]) as Cell,
  );
  return new StarlarkFunction(code, frame.module, defaults, cells);
}

// Operators -----------------------------------------------------------------------------------------------------------

/** `a + b + … + z` leans left and may be tens of thousands of terms long: its spine is a loop. */
function evalBinaryChain(frame: Activation, node: BinaryExpression): Value {
  const spine: BinaryExpression[] = [];
  let left: Expression = node;
  for (; left.kind === "binary"; left = left.left) spine.push(left);
  let value = evaluate(frame, left);
  for (let i = spine.length - 1; i >= 0; i--) value = applyBinary(frame, spine[i] as BinaryExpression, value);
  return value;
}

function applyBinary(frame: Activation, node: BinaryExpression, left: Value): Value {
  const { operator } = node;
  if (operator === "and" || operator === "or") {
    frame.node = node.id;
    return truth(left) === (operator === "and") ? evaluate(frame, node.right) : left;
  }
  const right = evaluate(frame, node.right);
  frame.node = node.id;
  return binary(operator, left, right, frame.thread);
}

function evalDot(frame: Activation, node: DotExpression): Value {
  const object = evaluate(frame, node.object);
  frame.node = node.id;
  return getAttribute(object, node.name, frame.thread);
}

function evalSlice(frame: Activation, node: SliceExpression): Value {
  const object = evaluate(frame, node.object);
  const start = node.start ? evaluate(frame, node.start) : null;
  const stop = node.stop ? evaluate(frame, node.stop) : null;
  const step = node.step ? evaluate(frame, node.step) : null;
  frame.node = node.id;
  return slice(object, start, stop, step, frame.thread);
}

// Displays and comprehensions -----------------------------------------------------------------------------------------

function evalAll(frame: Activation, nodes: readonly Expression[]): Value[] {
  const values: Value[] = [];
  for (const node of nodes) values.push(evaluate(frame, node));
  return values;
}

function evalDict(frame: Activation, node: DictExpression): Value {
  const dict = new StarlarkDict();
  for (const entry of node.entries) {
    const key = evaluate(frame, entry.key);
    const value = evaluate(frame, entry.value);
    frame.node = entry.id;
    const before = dict.size;
    dict.set(key, value);
    if (dict.size === before) throw new EvalError(`dictionary expression has duplicate key: ${repr(key)}`);
  }
  return dict;
}

function evalComprehension(frame: Activation, node: Comprehension): Value {
  const { body } = node;
  if (body.kind === "entry") {
    const dict = new StarlarkDict();
    runClauses(frame, node, 0, () => {
      const key = evaluate(frame, body.key);
      frame.node = body.id;
      checkHashable(key);
      const value = evaluate(frame, body.value);
      frame.node = body.id;
      const before = dict.size;
      dict.set(key, value);
      if (dict.size > before) grown(frame.thread, dict.size);
    });
    return dict;
  }
  const items: Value[] = [];
  runClauses(frame, node, 0, () => {
    grown(frame.thread, items.push(evaluate(frame, body)));
  });
  return new StarlarkList(items);
}

/** Runs the clauses from `index` on, and `emit` for every combination that they let through. */
function runClauses(frame: Activation, node: Comprehension, index: number, emit: () => void): void {
  const clause = node.clauses[index];
  if (!clause) {
    emit();
    return;
  }
  if (clause.kind === "if-clause") {
    if (decide(frame, clause.condition)) runClauses(frame, node, index + 1, emit);
    return;
  }
  const iterable = evaluate(frame, clause.iterable);
  frame.node = clause.iterable.id;
  forEach(frame, iterable, (item) => {
    frame.node = clause.id;
    assign(frame, clause.target, item);
    runClauses(frame, node, index + 1, emit);
    return true;
  });
}

// Calls ---------------------------------------------------------------------------------------------------------------

const NO_NAMES: readonly string[] = [];
const NO_VALUES: readonly Value[] = [];

/** Arguments of a call. Where none is named, the arrays are shared empty ones. */
interface Arguments {
  positional: Value[];
  names: readonly string[];
  values: readonly Value[];
}

function evalCall(frame: Activation, node: CallExpression): Value {
  const { thread } = frame;
  if (++thread.steps > thread.nextCheck) thread.checkSteps();
  const { callee } = node;
  if (callee.kind !== "dot") return callValue(frame, node, evaluate(frame, callee));

  const object = evaluate(frame, callee.object);
  const method = methodOf(object, callee.name, thread);
  if (!method) {
    frame.node = callee.id;
    return callValue(frame, node, getAttribute(object, callee.name, thread));
  }
  const { positional, names, values } = evalArguments(frame, node);
  frame.node = node.id;
  frame.builtin = callee.name;
  const result = method.invoke(thread, object, positional, names, values);
  frame.builtin = undefined;
  return result;
}

function callValue(frame: Activation, node: CallExpression, fn: Value): Value {
  const { thread } = frame;
  if (!isObject(fn) || (!fn.call && !(fn instanceof Unknown))) {
    frame.node = node.id;
    throw new EvalError(`'${typeOf(fn)}' object is not callable`);
  }
  const { positional, names, values } = evalArguments(frame, node);
  frame.node = node.id;
  if (fn instanceof StarlarkFunction) return callFunction(thread, fn, positional, names, values);
  if (fn instanceof Unknown) {
    thread.unknownCalled(fn, positional, namedArguments(nameOf(fn), names, values));
    return fn;
  }
  frame.builtin = nameOf(fn);
  const result =
    fn instanceof Builtin
      ? fn.fastCall(thread, positional, names, values)
      : callObject(thread, fn, positional, names, values);
  frame.builtin = undefined;
  return result;
}

function callObject(
  thread: Thread,
  fn: Exclude<Value, null | string | number | bigint | boolean>,
  positional: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
): Value {
  return fn.call?.(thread, positional, namedArguments(nameOf(fn), names, values)) ?? null;
}

function namedArguments(fn: string, names: readonly string[], values: readonly Value[]): NamedArguments {
  const named = new Map<string, Value>();
  names.forEach((name, i) => {
    if (named.has(name)) throw new EvalError(`${fn}() got multiple values for keyword argument '${name}'`);
    named.set(name, values[i] as Value);
  });
  return named;
}

/** What a callable is called in a stack. */
function nameOf(fn: Exclude<Value, null | string | number | bigint | boolean>): string {
  return "name" in fn && typeof fn.name === "string" ? fn.name : fn.type;
}

function evalArguments(frame: Activation, node: CallExpression): Arguments {
  const positional: Value[] = [];
  let names: string[] | undefined;
  let values: Value[] | undefined;
  for (const arg of node.args) {
    const value = evaluate(frame, arg.value);
    switch (arg.kind) {
      case "positional":
        positional.push(value);
        break;
      case "keyword":
        (names ??= []).push(arg.name);
        (values ??= []).push(value);
        break;
      case "star":
        frame.node = arg.id;
        addStar(frame.thread, positional, value);
        break;
      case "star-star":
        frame.node = arg.id;
        addStarStar((names ??= []), (values ??= []), value);
        break;
    }
  }
  return { positional, names: names ?? NO_NAMES, values: values ?? NO_VALUES };
}

function addStar(thread: Thread, positional: Value[], value: Value): void {
  known(value);
  if (!isIterable(value)) throw new EvalError(`argument after * must be an iterable, not ${typeOf(value)}`);
  reserveElements(thread, value.length?.() ?? 0);
  for (const item of value.iterate()) positional.push(item);
}

function addStarStar(names: string[], values: Value[], value: Value): void {
  known(value);
  if (!(value instanceof StarlarkDict)) {
    throw new EvalError(`argument after ** must be a dict, not ${typeOf(value)}`);
  }
  for (const [name, item] of value.entries()) {
    if (typeof name !== "string") throw new EvalError(`keywords must be strings, not ${typeOf(name)}`);
    names.push(name);
    values.push(item);
  }
}
