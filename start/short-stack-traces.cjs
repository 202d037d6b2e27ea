/**
 * Stack traces of ten lines, which is Node's own limit. The SDK lifts it for a trace of each resource, which the engine
 * then keeps: a seventh of the stack's state, all of which a file backend writes twice for each object it makes. The
 * SDK's runner has each line looked up in source maps besides, of which this program has none.
 */
const debuggable = require("@pulumi/pulumi/runtime/debuggable");

const lines = 10;

Error.prepareStackTrace = (error, callSites) => [error, ...callSites.slice(0, lines)].join("\n    at ");

/** None for each of its promises, which the SDK takes in case it is asked for leaks: a tenth of the program's time. */
const { debuggablePromise, debugPromiseLeaks } = debuggable;

if (!debugPromiseLeaks) {
  if (typeof debuggablePromise !== "function") throw new Error("runtime/debuggable has no debuggablePromise");
  debuggable.debuggablePromise = (promise, context) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}
