import { Listr, PRESET_TIMER, type ListrTask } from "listr2";

/** Runs them in turn and shows how long each took. */
export const runTasks = (tasks: ListrTask[]): Promise<unknown> =>
  new Listr(tasks, {
    rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
    // Interrupts are the commands' own affair: they have something to take down.
    registerSignalListeners: false,
  }).run();
