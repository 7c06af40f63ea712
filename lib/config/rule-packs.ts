import { z } from 'zod';
import { LEVELS, PACKS, unknownRules } from '../findings';
import { word } from './fields';

const pack = word(PACKS, 'A rule pack of cdk-nag, by the name that its findings carry.');

const level = word(LEVELS, 'block: the finding fails the synthesis; report: it is told, and the synthesis goes on.');

const levels = z
  .record(z.string(), level, { error: 'write ids of rules, each with block or report: AwsSolutions-S1: block' })
  .superRefine((chosen, context) => {
    for (const id of unknownRules(chosen, PACKS))
      context.addIssue({
        code: 'custom',
        path: [id],
        message: 'write the id of a rule as the report has it: AwsSolutions-S1, NIST.800.53.R5-LambdaDLQ',
      });
  });

/** Which rule packs check the stacks, and what their findings do. */
export const checks = z
  .strictObject({
    packs: z
      .array(pack, { error: `write a list of rule packs: [${PACKS.join(', ')}]` })
      .optional()
      .meta({ description: 'Rule packs that check every stack.' }),
    levels: levels.optional().meta({
      description:
        'What findings in workloads do, by the id of the rule. Where nothing is said a reviewed table decides.',
    }),
  })
  .optional()
  .meta({
    description:
      'Rule packs that check every stack, and what a finding in a workload does. Without it AwsSolutions and NIST.800.53.R5 check, and a reviewed table says what blocks.',
    examples: [{ packs: ['AwsSolutions', 'NIST.800.53.R5'] }],
  });
