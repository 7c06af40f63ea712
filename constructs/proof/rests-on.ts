import type { ProofResult } from '../../lib/prover';

/** In one line what a proof rests on: `Proved: 8 theorems for 6 accounts …, assuming …, excepting …`. */
export function restsOn({ theorems, subject, assumptions, exceptions, catalogue }: ProofResult): string {
  const proved = theorems.filter((theorem) => theorem.verdict === 'proved').length;
  const about = `${proved} of ${theorems.length} theorems proved for ${subject.accounts} accounts, ${subject.principals} principals (${subject.humans} people) and ${subject.actions} actions of ${catalogue.name} ${catalogue.version}`;
  return `Proof: ${about}; assuming ${ids(assumptions)}; excepting ${ids(exceptions)}.`;
}

function ids(notes: readonly { readonly id: string }[]): string {
  return notes.length === 0 ? 'nothing' : notes.map((note) => note.id).join(', ');
}
