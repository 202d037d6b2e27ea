/** A switch from one stage to another. */
export interface Switch<Stage extends string = string> {
  readonly from: Stage;
  readonly to: Stage;
}

/** Every ordered pair once, each switch beginning where the one before it ended, and back where it began. */
export function everySwitch<Stage extends string>(stages: readonly Stage[]): Switch<Stage>[] {
  // In a complete directed graph as many edges leave a node as reach it: a walk that takes an unused edge while there is
  // one closes into a circuit, and circuits that meet join into one (Hierholzer).
  const unused = new Map(stages.map((from) => [from, stages.filter((to) => to !== from)]));
  const path: Stage[] = [];
  const circuit: Stage[] = [];
  if (stages[0] !== undefined) path.push(stages[0]);
  while (path.length > 0) {
    const next = unused.get(path.at(-1) as Stage)?.shift();
    if (next !== undefined) path.push(next);
    else circuit.unshift(path.pop() as Stage);
  }
  return switchesAlong(circuit);
}

/** Each stage once, and back where it began. */
export function onceAround<Stage extends string>(stages: readonly Stage[]): Switch<Stage>[] {
  return switchesAlong([...stages, ...stages.slice(0, 1)]);
}

function switchesAlong<Stage extends string>(stops: readonly Stage[]): Switch<Stage>[] {
  return stops.slice(1).map((to, index) => ({ from: stops[index] as Stage, to }));
}
