import { homeRegionBeside, partitionOf } from '../../contract/partitions';
import { deliveriesOf } from '../cursor';
import type { Cursor, Finding } from '../cursor';

function environmentsOf(file: Cursor): Cursor[] {
  return file
    .at('applications')
    .items()
    .flatMap((app) => app.at('environments').items());
}

function regionsOf(file: Cursor): Cursor[] {
  return environmentsOf(file).flatMap((environment) => environment.at('regions').items());
}

function arnsOf(file: Cursor): Cursor[] {
  const connections = deliveriesOf(file).map((app) => app.at('repository', 'connection'));
  return [file.at('organization', 'identityCenter', 'instanceArn'), ...connections];
}

/** An organization lives in one partition, and so does everything the file names. */
export function checkPartitions(file: Cursor): Finding[] {
  const home = file.at('organization', 'region').text;
  if (home === undefined) return [];
  const partition = partitionOf(home);
  const regions = regionsOf(file).filter(
    (region) => region.text !== undefined && partitionOf(region.text) !== partition,
  );
  const arns = arnsOf(file).filter((arn) => arn.text?.startsWith('arn:') && arn.text.split(':')[1] !== partition);
  return [
    ...globalRegions(file, home),
    ...[...regions, ...arns].map((at) =>
      at.finding(`${JSON.stringify(at.text)} lies outside the partition ${partition} of organization.region ${home}`),
    ),
  ];
}

/** Services that are at home in one place are at home in the same for a whole partition. */
function globalRegions(file: Cursor, home: string): Finding[] {
  const right = homeRegionBeside(home);
  return environmentsOf(file)
    .map((environment) => environment.at('globalRegion'))
    .filter(({ text }) => text !== undefined && text !== right)
    .flatMap((at) => at.finding(`got ${at.text}; write ${right}, or leave it out`));
}
