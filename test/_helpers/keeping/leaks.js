/**
 * Finds what suites change in modules that others use after them: each export, and what classes and objects among them
 * have of their own. State inside a module it does not see; the house has none but what it remembers of equal questions.
 */
const { ownOf, same } = require('./restore');

/** Remembers modules as they were loaded, and names what is no longer so. */
exports.Leaks = class Leaks {
  remembered = [];

  remember(path, exported) {
    for (const [key] of ownOf(exported)) {
      const value = exported[key];
      this.remembered.push({ where: `${path}: ${String(key)}`, of: () => exported[key], value, parts: partsOf(value) });
    }
  }

  found() {
    return this.remembered.filter(changed).map(({ where }) => where);
  }
};

function partsOf(value) {
  if (typeof value === 'function') return [value, value.prototype].filter(Boolean).map(part);
  return plain(value) ? [part(value)] : [];
}

/** Others keep what they found out once: a schema, for one. */
function plain(value) {
  if (typeof value !== 'object' || value === null) return false;
  return [Object.prototype, Array.prototype, null].includes(Object.getPrototypeOf(value));
}

const part = (object) => ({ object, was: ownOf(object) });

function changed({ of, value, parts }) {
  return of() !== value || parts.some(({ object, was }) => !unchanged(object, was));
}

function unchanged(object, was) {
  const now = ownOf(object);
  return now.size === was.size && [...was].every(([key, each]) => same(now.get(key), each));
}
