/** A handler as Lambda calls it: settings are read once, at the first call; where that failed, at the next one again. */
export function bindTo<R, E, A>(
  load: () => Promise<R>,
  work: (runtime: R, event: E) => Promise<A>,
): (event: E) => Promise<A> {
  let runtime: Promise<R> | undefined;
  return async (event) => {
    runtime ??= load();
    try {
      return await work(await runtime, event);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      if (!(await runtime.catch(() => undefined))) runtime = undefined;
      throw error;
    }
  };
}
