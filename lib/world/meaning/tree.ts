/** The names of a type's properties, each with those below it; lists are transparent, `*` is any key of a map. */
export type Tree = ReadonlyMap<string, Tree>;

/** A tree in one line: `Code{S3Bucket S3Key} Role`. */
export function writeTree(tree: Tree): string {
  return [...tree].map(([name, below]) => (below.size === 0 ? name : `${name}{${writeTree(below)}}`)).join(' ');
}

/** Reads what `writeTree` wrote. */
export function readTree(text: string): Tree {
  const root = new Map<string, Tree>();
  const open = [root];
  let last = root;
  for (const [token] of text.matchAll(/[^{}\s]+|[{}]/g)) {
    if (token === '{') open.push(last);
    else if (token === '}') open.pop();
    else open[open.length - 1].set(token, (last = new Map<string, Tree>()));
  }
  return root;
}
