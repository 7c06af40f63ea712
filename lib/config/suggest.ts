import { distance } from '../contract/nearest';

/** The known word that somebody most likely meant, if any is near enough. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, away: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.away - b.away);
  const best = ranked[0];
  return best && best.away <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : undefined;
}

/** `did you mean developers?`, else the list of what there is. */
export function suggest(word: string, known: readonly string[]): string {
  const near = nearestWord(word, known);
  if (near) return `did you mean ${near}?`;
  return known.length ? `there is ${known.join(', ')}` : 'there is none yet';
}
