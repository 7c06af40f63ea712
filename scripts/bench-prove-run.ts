/** One proof in a process of its own; prints the verdict and the peak of memory in kilobytes. */
import { prove, readAssembly, readSnapshot } from '../lib/prover';

const [kind, path] = process.argv.slice(2);
const world = kind === '--app' ? readAssembly(path) : readSnapshot(path);
const { theorems } = prove(world);
const verdict = theorems.map((theorem) => theorem.verdict[0]).join('');
console.log(JSON.stringify({ verdict, peak: process.resourceUsage().maxRSS }));
