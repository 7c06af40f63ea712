import { BUCKET_PREFIXES, type HandlerName } from '../../lib/change/wiring';
import type { Right } from './acknowledge';
import type { RecordStore } from './record-store';

/** Whoever writes to a record finishes what a writer before it began, up to taking a sealed change off the open ones. */
const LEDGER = ['GetItem', 'PutItem', 'DeleteItem'];

/** What each handler does with the table; a transaction takes the rights of its parts. */
const TABLE: Readonly<Record<HandlerName, readonly string[]>> = {
  gate: LEDGER,
  'wait-for-window': [...LEDGER, 'ConditionCheckItem'],
  admit: LEDGER,
  bake: LEDGER,
  unwind: LEDGER,
  record: [...LEDGER, 'Query'],
  freeze: LEDGER,
  notify: ['GetItem', 'PutItem', 'Query'],
  metrics: ['Query'],
};

/** What a handler may do with the table and the records: what its calls take, and no more. */
export function storeRights(name: HandlerName, { table, bucket }: RecordStore): Right[] {
  const index: Right = {
    sid: 'Index',
    actions: TABLE[name].map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
  };
  return name === 'notify' || name === 'metrics' ? [index] : [index, ...recordRights(bucket)];
}

function recordRights(bucket: RecordStore['bucket']): Right[] {
  return [
    {
      sid: 'Records',
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: [bucket.arnForObjects(`${BUCKET_PREFIXES.records}*`)],
      why: 'A record gets its key when its change is drafted.',
    },
    // Without it S3 answers 403, not 404, where a page is not there yet, and no handler could go on.
    { sid: 'MissingPages', actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
  ];
}
