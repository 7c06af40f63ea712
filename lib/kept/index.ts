export { codeDigest, folderDigest } from './code';
export { digest, Kept } from './kept';
export { keepOn, keptOn } from './on';
