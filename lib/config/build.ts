import { z } from 'zod';
import { BUILD_IMAGE_RIGHT } from '../contract/build-images';
import { some, text } from './fields';

const FOLDER = 'write a folder relative to the top of the repository: services/orders';

/** A folder inside of the source: commands are given it as it is. */
const folder = text(
  /^(?!\/)(?!(.*\/)?\.\.(\/|$))[\w.-]+(\/[\w.-]+)*$/,
  FOLDER,
  'Folder of the repository: services/orders.',
);

const NAME =
  'write names and values, { NODE_ENV: production }: names hold letters, digits and _, and begin neither with AWS_ nor CODEBUILD_ nor GUARDED_';

/** Patterns that one trigger takes (CodePipeline, GitFilePathFilterCriteria). */
const MOST_PATHS = 8;

const command = z.string({ error: 'write a command: npm ci' }).min(1, { error: 'write a command: npm ci' });

/** How the source of an application becomes a cloud assembly. */
export const build = z
  .strictObject({
    folder: folder.optional().meta({
      description: 'Folder of the repository in which commands and tests run. Default: its top.',
    }),
    commands: some(command, 'write commands that make the assembly: [npm ci, npx cdk synth --quiet]')
      .optional()
      .meta({ description: 'Commands that make the cloud assembly. Default: npm ci, npx cdk synth --quiet.' }),
    output: folder
      .optional()
      .meta({ description: 'Folder of the cloud assembly that they make, relative to `folder`. Default: cdk.out.' }),
    image: z
      .string({ error: `write ${BUILD_IMAGE_RIGHT}` })
      .optional()
      .meta({
        description:
          'Image that commands and tests run in: of ECR in the tooling account, by its digest, or one of CodeBuild. Default: the image of CodeBuild that the platform uses.',
      }),
    environment: z
      .record(
        z.string().regex(/^(?!AWS_|CODEBUILD_|GUARDED_)[A-Za-z_][A-Za-z0-9_]*$/, { error: NAME }),
        z.string({ error: 'write a text, in quotes where it looks like a number' }),
        { error: NAME },
      )
      .optional()
      .meta({
        description: 'Environment variables of the commands. Whoever reads the project reads them: no secrets.',
      }),
    paths: some(
      text(/^[^\s/][^\s]{0,254}$/, 'write a pattern relative to the top: services/orders/**', 'Pattern of files.'),
      'write patterns: [services/orders/**, packages/**]',
    )
      .max(MOST_PATHS, { error: `write at most ${MOST_PATHS} patterns: CodePipeline takes no more` })
      .optional()
      .meta({
        description:
          'Files whose changes start the pipeline. Default: those in `folder`; every file where none is given.',
      }),
  })
  .optional()
  .meta({
    description: 'How the source becomes a cloud assembly. Default: npm ci and npx cdk synth at its top.',
    examples: [{ folder: 'services/orders', commands: ['npm ci', 'npx cdk synth --quiet'] }],
  });
