/** The audit pack: evidence, controls, renderers, manifest, verification, and drift. */
export { evidenceJsonSchema, evidenceSchema } from './evidence/schema';
export type { ControlResult, Evidence, Witness } from './evidence/schema';
export { gather } from './evidence/gather';
export type { Gathered, Sources } from './evidence/gather';
export { driftBetween } from './drift/drift';
export type { Drift, DriftResult } from './drift/drift';
export { driftSarif } from './render/sarif';
export { changePage } from './render/page/change-page';
export { readRecords } from './changes/records';
export { trailFiles } from './changes/files';
export { readTrail } from './changes/trail';
export { writePack } from './pack/write';
export { fileSigner, kmsSigner } from './pack/sign';
export type { Signer } from './pack/sign';
export { verifyPack } from './pack/verify';
export type { PackProblem, PackVerdict } from './pack/verify';
export { readPack } from './pack/read';
