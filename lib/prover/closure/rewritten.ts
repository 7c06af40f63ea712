import type { PolicySource } from '../../world/model';

let trust: PolicySource | undefined;

/** A trust policy after somebody rewrote it: anybody may assume the role. */
export function rewrittenTrust(): PolicySource {
  trust ??= {
    name: 'rewritten trust policy',
    where: 'a trust policy of their own making',
    policy: {
      kind: 'trust',
      version: '2012-10-17',
      statements: [
        {
          effect: 'Allow',
          principals: { entries: [{ type: 'AWS', value: '*' }], negated: false },
          actions: { patterns: ['sts:*'], negated: false },
          conditions: [],
          unreadable: [],
          where: 'Statement[0]',
        },
      ],
    },
  };
  return trust;
}
