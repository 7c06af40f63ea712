/** Proofs about who may write where: readers of snapshots and assemblies, the prover, the certificate and its checker. */
export type * from '../world/model';
export type * from './result';
export { THEOREM_IDS } from './result';
export { THEOREMS } from './theorems/all';
export { parseSnapshot, readSnapshot } from '../world/snapshot/read';
export { snapshotSchema } from '../world/snapshot/schema';
export { describeAssembly, readAssembly } from '../world/assembly';
export { EDGE_KINDS } from './closure/edge-kinds';
export { prove, proveChecked, tellClaims } from './prove';
export type { CheckedProof } from './prove';
export type { Certificate } from './checker/input';
export { checkCertificate } from './checker/check';
export { checkedActions, writeCertificate } from './certificate/certify';
export { PLAIN, tellProof } from './tell';
export { explain } from './explain/explain';
export { tellExplanation } from './explain/tell';
