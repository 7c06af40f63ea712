/**
 * The partitions of AWS: separate clouds, each with regions, organizations and global services of its own. Source: the
 * partition metadata of the AWS SDKs; which regions there are is not listed, so that next year's are known too.
 */

/** One partition. */
export interface Partition {
  /** As ARNs have it: `aws`, `aws-cn`. */
  readonly id: string;
  /** How the codes of its regions begin. */
  readonly prefix: RegExp;
  /** The region that answers for its global services, and in which their events are heard of. */
  readonly homeRegion: string;
  /** Domain of its endpoints. */
  readonly dnsSuffix: string;
}

const COMMERCIAL: Partition = {
  id: 'aws',
  prefix: /^(af|ap|ca|eu|il|me|mx|sa|us)-/,
  homeRegion: 'us-east-1',
  dnsSuffix: 'amazonaws.com',
};

/** Every partition, those with the longer prefixes first. */
export const PARTITIONS: readonly Partition[] = [
  { id: 'aws-us-gov', prefix: /^us-gov-/, homeRegion: 'us-gov-west-1', dnsSuffix: 'amazonaws.com' },
  { id: 'aws-iso', prefix: /^us-iso-/, homeRegion: 'us-iso-east-1', dnsSuffix: 'c2s.ic.gov' },
  { id: 'aws-iso-b', prefix: /^us-isob-/, homeRegion: 'us-isob-east-1', dnsSuffix: 'sc2s.sgov.gov' },
  { id: 'aws-iso-e', prefix: /^eu-isoe-/, homeRegion: 'eu-isoe-west-1', dnsSuffix: 'cloud.adc-e.uk' },
  { id: 'aws-iso-f', prefix: /^us-isof-/, homeRegion: 'us-isof-south-1', dnsSuffix: 'csp.hci.ic.gov' },
  { id: 'aws-cn', prefix: /^cn-/, homeRegion: 'cn-north-1', dnsSuffix: 'amazonaws.com.cn' },
  { id: 'aws-eusc', prefix: /^eusc-[a-z]{2}-/, homeRegion: 'eusc-de-east-1', dnsSuffix: 'amazonaws.eu' },
  COMMERCIAL,
];

/**
 * The form of a region's code: how those of some partition begin, a direction, a number. One pattern, so that editors
 * check it in `platform.yaml` as the constructs do.
 */
export const REGION =
  /^(us-gov|us-iso[a-z]?|eu-isoe|eusc-[a-z]{2}|af|ap|ca|cn|eu|il|me|mx|sa|us)-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}$/;

/** Whether a text has the form of a region's code. */
export function isRegion(text: string): boolean {
  return REGION.test(text);
}

function partition(region: string): Partition {
  return PARTITIONS.find(({ prefix }) => prefix.test(region)) ?? COMMERCIAL;
}

/** Id of the partition that a region belongs to; the commercial one where nothing else is known. */
export function partitionOf(region: string): string {
  return partition(region).id;
}

/** The region of a partition in which its global services put their events, found by any region of it. */
export function homeRegionBeside(region: string): string {
  return partition(region).homeRegion;
}

/** The region that answers for the global services of a partition, found by its id. */
export function homeRegionOf(id: string): string {
  return (PARTITIONS.find((one) => one.id === id) ?? COMMERCIAL).homeRegion;
}

/** Domain of the endpoints in a partition: what `AWS::URLSuffix` stands for. */
export function dnsSuffixOf(id: string): string {
  return (PARTITIONS.find((one) => one.id === id) ?? COMMERCIAL).dnsSuffix;
}
