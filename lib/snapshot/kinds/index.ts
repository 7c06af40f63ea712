import { alarms } from './alarms';
import { GENERIC_KINDS } from './cloud-control';
import type { Kind } from './kind';
import { events, queues, topics } from './messages';
import { functions, pipelines, projects, stacks, stateMachines } from './runners';
import { buckets, keys, repositories, secrets, tables } from './stores';

/** The kinds of resources that are read. */
export const KINDS: readonly Kind[] = [
  buckets,
  keys,
  secrets,
  repositories,
  tables,
  queues,
  topics,
  events,
  functions,
  stateMachines,
  projects,
  pipelines,
  stacks,
  alarms,
  ...GENERIC_KINDS,
];
export type { Kind, Place, ResourceEntry } from './kind';
