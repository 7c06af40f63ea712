import { Duration } from 'aws-cdk-lib';
import { Persona, type PersonaAccessProps } from '../../../constructs/access';
import { DEV, GROUPS, make, organization, PROD, TOOLING } from './organization';

describe('wrong props', () => {
  it.each<[string, Partial<PersonaAccessProps>, RegExp]>([
    ['an account that is dev and prod', { devAccountIds: [PROD] }, /account 666666666666 stands in two places/],
    ['an account that is prod and tooling', { prodAccountIds: [TOOLING] }, /111111111111 stands in two places/],
    [
      'an account id with eleven digits',
      { testAccountIds: ['44444444444'] },
      /44444444444 is no account id, right is twelve digits/,
    ],
    [
      'a developer who approves',
      { approvals: [{ persona: Persona.DEVELOPER, pipelineName: 'orders', region: 'eu-west-2' }] },
      /Developer approves in pipeline orders; only/,
    ],
    [
      'an auditor who starts runbooks',
      { runbooks: [{ documentName: 'restart', personas: [Persona.AUDITOR] }] },
      /Auditor starts runbook restart/,
    ],
    [
      'every pipeline at once',
      { approvals: [{ persona: Persona.RELEASE_MANAGER, pipelineName: '*', region: 'eu-west-2' }] },
      /'\*' holds a wildcard/,
    ],
    ['every document at once', { runbooks: [{ documentName: 'orders-*' }] }, /'orders-\*' holds a wildcard/],
    [
      'a runbook outside prod',
      { runbooks: [{ documentName: 'restart', accountIds: [DEV] }] },
      /runbook restart is in account 333333333333, right is one of 666666666666/,
    ],
    [
      'every change control at once',
      { changeControls: [{ application: '*', region: 'eu-west-2' }] },
      /'\*' holds a wildcard/,
    ],
    [
      'every pipeline at once of those who see all',
      {
        overseers: {
          ...organization,
          approvals: [{ persona: Persona.RELEASE_MANAGER, pipelineName: '*', region: 'eu-west-2' }],
        },
      },
      /'\*' holds a wildcard/,
    ],
    [
      'an approval in an account without pipelines',
      {
        approvals: [
          { persona: Persona.RELEASE_MANAGER, pipelineName: 'orders', region: 'eu-west-2', accountId: '777777777777' },
        ],
      },
      /the approval of orders is in account 777777777777, right is one of 111111111111/,
    ],
    [
      'change control in an account without pipelines',
      { changeControls: [{ application: 'orders', region: 'eu-west-2', accountId: PROD }] },
      /change control of orders is in account 666666666666, right is one of 111111111111/,
    ],
    [
      'a tooling account without any pipeline of theirs',
      { otherToolingAccountIds: ['777777777777'] },
      /otherToolingAccountIds names 777777777777, which holds no pipeline of theirs/,
    ],
    ['a tooling account that is prod', { otherToolingAccountIds: [PROD] }, /666666666666 stands in two places/],
    ['every store at once', { evidence: [{ bucketName: '*' }] }, /holds a wildcard/],
    [
      'a session of nobody',
      { sessionLengths: { Intern: Duration.hours(1) } },
      /sessionLengths names Intern, right is one of/,
    ],
    [
      'a group that develops and approves',
      { businessOwnerGroupIds: [GROUPS['developers']] },
      /group 10000000-\S+ both develops and approves/,
    ],
  ])('%s', (_, change, message) => expect(() => make(change)).toThrow(message));

  it('are told together, with the construct path', () => {
    const wrong = { testAccountIds: ['4'], sessionLengths: { Intern: Duration.hours(1) } };
    expect(() => make(wrong)).toThrow(/^Organization\/Access: account 4 .*; sessionLengths names Intern/);
  });

  it.each<[string, Partial<PersonaAccessProps>, RegExp]>([
    [
      'a session of a day',
      { sessionLengths: { OnCall: Duration.hours(24) } },
      /permission set OnCall: its sessions last 1440 minutes/,
    ],
    [
      'a policy over the limit',
      {
        approvals: Array.from({ length: 400 }, (_, i) => ({
          persona: Persona.RELEASE_MANAGER,
          pipelineName: `pipeline-${i}`,
          region: 'eu-west-2',
        })),
      },
      /permission set ReleaseManager: its inline policy has \d+ characters/,
    ],
  ])('%s fails synthesis', (_, change, message) => expect(() => make(change)).toThrow(message));
});
