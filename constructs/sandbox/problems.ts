import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { z } from 'zod';
import { sandboxPolicySchema } from '../../lib/sandbox';
import { chatProblems } from '../change/chat-problems';
import { unless } from '../change/problems';
import { sandboxPolicy } from './policy';
import type { SandboxProps } from './sandbox-props';

const APPLICATION = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const CONNECTION = /^arn:[\w-]+:(codeconnections|codestar-connections):[\w-]+:\d{12}:connection\/[0-9a-f-]{36}$/;
const REPOSITORY = /^https:\/\/(github\.com|gitlab\.com|bitbucket\.org)\/[\w.-]+(\/[\w.-]+)+\.git$/;

/** Everything that is wrong with the properties, each with the value got and what would be right. */
export function sandboxProblems(scope: Construct, props: SandboxProps): string[] {
  const { account, region } = Stack.of(scope);
  if (Token.isUnresolved(account) || Token.isUnresolved(region))
    return ['the stack has no explicit account and region, expected env: { account, region }'];
  const { source, application } = props;
  return [
    ...unless(
      APPLICATION.test(application) && application.length <= 20,
      `application is ${show(application)}, expected lower-case letters, digits and single hyphens, at most 20`,
    ),
    ...unless(
      CONNECTION.test(source.connectionArn),
      `source.connectionArn is ${show(source.connectionArn)}, expected the ARN of a CodeConnections connection`,
    ),
    ...unless(
      source.connectionArn.split(':')[4] === account,
      `source.connectionArn is of account ${source.connectionArn.split(':')[4]}, expected a connection in ${account}`,
    ),
    ...unless(
      REPOSITORY.test(source.repositoryUrl),
      `source.repositoryUrl is ${show(source.repositoryUrl)}, expected https://github.com/example/orders.git`,
    ),
    ...policyProblems(scope, props),
    ...chatProblems(props.chat ?? {}),
  ];
}

function policyProblems(scope: Construct, props: SandboxProps): string[] {
  const read = sandboxPolicySchema.safeParse(sandboxPolicy(scope, props));
  return read.success ? [] : [z.prettifyError(read.error).replace(/\s*\n\s*/g, ' ')];
}

function show(value: unknown): string {
  return JSON.stringify(value);
}
