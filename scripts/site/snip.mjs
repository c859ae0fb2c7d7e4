// Leaves out what the browser's program carries but never runs.
//
// Leptos compiles every view that passes through its AnyView a second time, to hydrate it piece by piece as it streams
// in behind a Suspense. Our pages arrive whole (server/src/web/pages), so that a fifth of the program would be dead
// weight. The compiler cannot know, as these functions are only called through pointers; so their bodies are replaced
// by a trap here, and what only they needed falls away when the program is optimised.
import binaryen from 'binaryen';

const NEVER_RUNS = /hydrate_async/;

/** The same program without the functions that never run; it must still have the names of its functions. */
export function snip(wasm) {
  const module = binaryen.readBinary(wasm);
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const fn = module.getFunctionByIndex(index);
    const { name, module: isImported } = binaryen.getFunctionInfo(fn);
    if (!isImported && NEVER_RUNS.test(name)) binaryen.Function.setBody(fn, module.unreachable());
  }
  return module.emitBinary();
}
