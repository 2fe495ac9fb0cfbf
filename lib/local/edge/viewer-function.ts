import { createContext, runInContext, Script } from 'node:vm';

/** CloudFront gives a function about a millisecond of a server's time; a busy laptop may stumble, a loop may not hang it. */
const RUN_MS_MAX = 2000;

/** CloudFront refuses larger functions. */
const CODE_BYTES_MAX = 10 * 1024;

/** A CloudFront Function ready to run: an event in, what it returned out. */
export type ViewerFunction = (event: object) => unknown;

/**
 * Compiles the code of a CloudFront Function (cloudfront-js-2.0) for a context that has JavaScript and a console, but no
 * timers, network, files or code generation. Events and results cross over as JSON.
 *
 * @throws Error that names the function, when its code does not compile, is too large or imports something.
 */
export function compileViewerFunction(
  name: string,
  code: string,
  log: (line: string) => void,
): ViewerFunction {
  if (Buffer.byteLength(code) > CODE_BYTES_MAX) {
    throw new Error(`The CloudFront function ${name} is larger than ${CODE_BYTES_MAX} bytes.`);
  }
  const context = createContext(
    {},
    // Promises are seen through within the run, so that the time limit holds for them too.
    { codeGeneration: { strings: false, wasm: false }, microtaskMode: 'afterEvaluate' },
  );
  runInContext(PRELUDE, context);
  try {
    new Script(code, { filename: name }).runInContext(context, { timeout: RUN_MS_MAX });
  } catch (cause) {
    throw new Error(`The CloudFront function ${name} cannot be run: ${String(cause)}`, { cause });
  }
  const call = new Script('__run()', { filename: name });
  return (event) => {
    context['__event'] = JSON.stringify(event);
    call.runInContext(context, { timeout: RUN_MS_MAX });
    const answer: unknown = context['__answer'];
    if (typeof answer !== 'string') throw new Error('It waits for something that never comes.');
    const { value, failure, lines }: Answer = JSON.parse(answer);
    for (const line of lines) log(`${name}: ${line}`);
    if (failure !== undefined) throw new Error(failure);
    return value;
  };
}

interface Answer {
  readonly value?: unknown;
  readonly failure?: string;
  readonly lines: readonly string[];
}

/** Runs inside the context, so that no object of the runtime is ever within reach of a function. */
const PRELUDE = `
var __lines = [], __answer;
var console = { log: function () { __lines.push(Array.prototype.map.call(arguments, String).join(' ')); } };
console.error = console.log;
function __run() {
  __answer = undefined;
  __lines = [];
  new Promise(function (resolve) { resolve(handler(JSON.parse(__event))); }).then(
    function (value) { __answer = JSON.stringify({ value: value, lines: __lines }); },
    function (error) { __answer = JSON.stringify({ failure: String(error), lines: __lines }); }
  );
}
`;
