import type { PolicySource } from '../../world/model';

/** A policy that allows actions on everything, for principals that are made on the way. */
export function namedPolicy(name: string, actions: readonly string[]): PolicySource {
  return {
    name,
    where: name,
    policy: {
      kind: 'identity',
      version: '2012-10-17',
      statements: [
        {
          effect: 'Allow',
          actions: { patterns: actions, negated: false },
          resources: { patterns: ['*'], negated: false },
          conditions: [],
          unreadable: [],
          where: 'Statement[0]',
        },
      ],
    },
  };
}
