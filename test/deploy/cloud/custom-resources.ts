/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import type { Cloud } from './cloud';
import type { Values, Wanted } from './cloudformation/kinds/kind';
import type { Workshop } from './cloudformation/make';
import type { Emulator } from './emulator';
import { sessionOf } from './principals';
import { Refusal } from './refusal';

/** What the function of a custom resource does, played: each call is asked for with the function's own role. */
interface Played {
  readonly make?: (around: Around) => Readonly<Record<string, unknown>>;
  readonly remove?: (around: Around) => Promise<void> | void;
}

interface Around {
  readonly cloud: Cloud;
  readonly emulator: Emulator;
  readonly wanted: Wanted;
  /** Asks for a call of the function. */
  readonly ask: (action: string, resource: string) => void;
}

const parameter = ({ at }: Wanted, region: string, name: string) =>
  `arn:aws:ssm:${region}:${at.account}:parameter${name}`;

/** Values that a stack of another region reads; they stay while somebody reads them. */
const WRITER: Played = {
  make: ({ cloud, wanted, ask }) => {
    const { region, exports } = wanted.properties.WriterProps as { region: string; exports: Record<string, string> };
    for (const [name, value] of Object.entries(exports)) {
      const arn = parameter(wanted, region, name);
      for (const action of ['ssm:GetParameters', 'ssm:PutParameter']) ask(action, arn);
      cloud.parameters.set(arn, { value, readers: cloud.parameters.get(arn)?.readers ?? new Set() });
    }
    return {};
  },
  remove: ({ cloud, wanted, ask }) => {
    const { region, exports } = wanted.properties.WriterProps as { region: string; exports: Record<string, string> };
    for (const name of Object.keys(exports)) {
      const arn = parameter(wanted, region, name);
      ask('ssm:ListTagsForResource', arn);
      const readers = [...(cloud.parameters.get(arn)?.readers ?? [])];
      if (readers.length > 0)
        throw new Refusal(
          'ExportInUse',
          `Exports cannot be updated: \n${name} is in use by stack(s) ${readers.join()}`,
        );
      ask('ssm:DeleteParameters', arn);
      cloud.parameters.delete(arn);
    }
  },
};

const READER: Played = {
  make: ({ cloud, wanted, ask }) => {
    const { region, prefix, imports } = wanted.properties.ReaderProps as any;
    return Object.fromEntries(
      Object.keys(imports as object).map((name) => {
        const arn = parameter(wanted, region as string, name);
        ask('ssm:AddTagsToResource', arn);
        const found = cloud.parameters.get(arn);
        if (!found) throw new Refusal('ParameterNotFound', `${name} is not there.`);
        found.readers.add(String(prefix));
        return [name, found.value];
      }),
    );
  },
  remove: ({ cloud, wanted, ask }) => {
    const { region, prefix, imports } = wanted.properties.ReaderProps as any;
    for (const name of Object.keys(imports as object)) {
      const arn = parameter(wanted, region as string, name);
      ask('ssm:RemoveTagsFromResource', arn);
      cloud.parameters.get(arn)?.readers.delete(String(prefix));
    }
  },
};

/** Empties a bucket that goes with its stack; what it deletes is really deleted in the emulator. */
const EMPTIED: Played = {
  remove: async ({ emulator, wanted, ask }) => {
    const bucket = String(wanted.properties.BucketName);
    ask('s3:ListBucketVersions', `arn:aws:s3:::${bucket}`);
    ask('s3:DeleteObjectVersion', `arn:aws:s3:::${bucket}/*`);
    for (const { key, version } of await emulator.versionsIn(bucket, wanted.at))
      await emulator.deleteVersion(bucket, key, version, wanted.at);
  },
};

const PLAYED: Readonly<Record<string, Played>> = {
  'Custom::CrossRegionExportWriter': WRITER,
  'Custom::CrossRegionExportReader': READER,
  'Custom::S3AutoDeleteObjects': EMPTIED,
};

/** The emulator, and custom resources in front of it: their own answers go by an address that it does not have. */
export function withCustomResources(cloud: Cloud, emulator: Emulator): Workshop {
  const around = (wanted: Wanted): Around => {
    const name = String(wanted.properties.ServiceToken).split(':function:')[1]!;
    const { Role } = cloud.named('AWS::Lambda::Function', wanted.at.account).get(name)!.properties;
    const ask = (action: string, resource: string) =>
      cloud.authorize(sessionOf(String(Role), name), { action, resource });
    return { cloud, emulator, wanted, ask };
  };
  const make = (wanted: Wanted, values: Values): Values => {
    const attributes = PLAYED[wanted.type]!.make?.(around(wanted)) ?? {};
    return { ...values, attributes: { ...attributes } };
  };
  return {
    make: async (wanted, values, attributes) =>
      wanted.type in PLAYED ? make(wanted, values) : emulator.make(wanted, values, attributes),
    change: async (wanted, values, attributes) =>
      wanted.type in PLAYED ? make(wanted, values) : emulator.change(wanted, values, attributes),
    remove: async (wanted) =>
      wanted.type in PLAYED ? PLAYED[wanted.type]!.remove?.(around(wanted)) : emulator.remove(wanted),
  };
}
