/** What an object has of its own, to be compared or set right later. */
exports.ownOf = (object) =>
  new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));

/** Sets right what an object had: what came since goes, unless `stays` says otherwise, and what changed comes back. */
exports.restore = (object, before, stays = () => false) => {
  for (const key of Reflect.ownKeys(object)) if (!before.has(key) && !stays(key)) Reflect.deleteProperty(object, key);
  for (const [key, was] of before) {
    const now = Object.getOwnPropertyDescriptor(object, key);
    if (!same(now, was) && now?.configurable !== false) Object.defineProperty(object, key, was);
  }
};

/** Whether two descriptors say the same value, or read it the same way. */
function same(now, was) {
  return now !== undefined && Object.is(now.value, was.value) && now.get === was.get && now.set === was.set;
}
exports.same = same;

/** Who listens to an emitter, by event. */
exports.listenersOf = (emitter) => new Map(emitter.eventNames().map((name) => [name, emitter.rawListeners(name)]));

/** Takes away listeners that came since. */
exports.restoreListeners = (emitter, before) => {
  for (const name of emitter.eventNames())
    for (const listener of emitter.rawListeners(name))
      if (!before.get(name)?.includes(listener)) emitter.removeListener(name, listener);
};
