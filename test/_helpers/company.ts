import { join } from 'node:path';
import { platformProps } from '../../bin/app/platform-props';
import { readPlatform } from '../../lib/config';
import { synthesizePlatform } from '../lib/world/machinery/_planted';

/** The description of twelve applications of three teams. */
export const COMPANY = join(__dirname, '../../examples/company/platform.yaml');

/** Its stacks, synthesized once a run: the folder of the assembly. */
export function synthesizeCompany(): string {
  return synthesizePlatform('company', () => platformProps(readPlatform(COMPANY)));
}
