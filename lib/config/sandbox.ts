import { z } from 'zod';
import { DURATION_FORM, parseDuration } from '../sandbox/duration';
import { text, word, exampleArn } from './fields';

/** Where repositories are that CodeBuild can clone by a connection. */
export const HOSTS = ['github.com', 'gitlab.com', 'bitbucket.org'] as const;

const LIFETIME = `write a lifetime: ${DURATION_FORM}`;
const lifetime = (description: string) =>
  z
    .string({ error: LIFETIME })
    .refine((value) => parseDuration(value) !== undefined, { error: LIFETIME })
    .meta({ description });

const COUNT = 'write a whole number from 1 to 100';
const count = (description: string) =>
  z.int({ error: COUNT }).min(1, { error: COUNT }).max(100, { error: COUNT }).meta({ description });

const DOLLARS = 'write US dollars, above 0 and at most 10000';
const dollars = (description: string) =>
  z.number({ error: DOLLARS }).positive({ error: DOLLARS }).max(10_000, { error: DOLLARS }).meta({ description });

/** Self-service environments of an application. */
export const sandbox = z
  .strictObject({
    environment: z
      .string({ error: 'write the name of a dev environment of this application' })
      .meta({ description: 'Dev environment whose account they live in, in its first region.' }),
    connection: text(
      /^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/,
      'write the ARN of a CodeConnections connection in the dev account',
      'ARN of the connection that reads the repository there (CodeConnections, dev account).',
    ),
    host: word(HOSTS, 'Where the repository is.').default('github.com'),
    quota: z
      .strictObject({
        person: count('Most environments of one person at once.').default(2),
        team: count('Most environments of everybody at once, previews included.').default(10),
      })
      .default({ person: 2, team: 10 })
      .meta({ description: 'Most environments at once.', examples: [{ person: 2, team: 10 }] }),
    lifetime: z
      .strictObject({
        default: lifetime('How long one lives where nobody asks for another.').default('3d'),
        longest: lifetime('How long one lives at most, extensions included.').default('14d'),
      })
      .default({ default: '3d', longest: '14d' })
      .meta({
        description: 'How long environments live; then they are deleted.',
        examples: [{ default: '3d', longest: '14d' }],
      }),
    budget: z
      .strictObject({
        default: dollars('US dollars over its whole life, where nobody asks for another.').default(50),
        most: dollars('The most that one may ask for.').default(200),
      })
      .default({ default: 50, most: 200 })
      .meta({
        description: 'What an environment may cost. It warns, a day late; the lifetime is the stop.',
        examples: [{ default: 50, most: 200 }],
      }),
    previews: text(
      /^(?!\*+$)[\w./*@+-]{1,100}$/,
      'write a pattern of branches that leaves the main branch out: feature/*',
      'Branches that get an environment by themselves: feature/*.',
    ).optional(),
  })
  .optional()
  .meta({
    description: 'Self-service: developers make environments of their own, which go away by themselves.',
    examples: [
      {
        environment: 'dev',
        connection: exampleArn(
          'codeconnections:eu-west-2:333333333333:connection/87654321-4321-4321-4321-210987654321',
        ),
      },
    ],
  });
