/** What an execution environment is told at its start. */
export interface Boot {
  /** The file of the bundle that holds the handler. */
  readonly file: string;
  /** The exported name, with dots where it lies deeper. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly logStream: string;
}

/** One invocation, its event as JSON: a function never sees an object of the runtime. */
export interface Invocation {
  readonly requestId: string;
  readonly event: string;
  /** Epoch milliseconds at which it will be ended. */
  readonly deadline: number;
}

/** An error as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly error: FunctionError }
  /** `result` is JSON, or absent when the handler gave nothing. */
  | { readonly kind: 'done'; readonly requestId: string; readonly result?: string }
  | { readonly kind: 'failed'; readonly requestId: string; readonly error: FunctionError };
