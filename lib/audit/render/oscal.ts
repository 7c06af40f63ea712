import type { ControlResult, Evidence } from '../evidence/schema';
import { uuidOf } from './uuid';

/** The version of OSCAL that the documents follow. */
const OSCAL_VERSION = '1.2.1';

/** What a finding's state is; OSCAL knows no third one, so what cannot be evaluated says so in words. */
const STATES = { pass: 'satisfied', fail: 'not-satisfied', 'not evaluable here': 'not-satisfied' } as const;
const REASONS = { pass: 'pass', fail: 'fail', 'not evaluable here': 'other' } as const;

/** The controls as OSCAL assessment results. */
export function assessmentResults(evidence: Evidence): string {
  const { subject, time, controls } = evidence;
  const id = (...names: readonly string[]): string => uuidOf(subject.digest, 'results', ...names);
  const plan = id('plan');
  return json({
    'assessment-results': {
      uuid: id('document', time),
      metadata: metadata(evidence, 'Assessment results'),
      'import-ap': { href: `#${plan}` },
      results: [
        {
          uuid: id('result', time),
          title: `Controls of ${evidence.organization.id}`,
          description: `What the audit pack shows of ${subject.digest}: the proof says ${evidence.verdict}.`,
          start: time,
          end: time,
          'reviewed-controls': {
            'control-selections': [{ 'include-controls': distinct(controls).map((one) => ({ 'control-id': one })) }],
          },
          observations: controls.map((one) => observation(one, time, id)),
          findings: controls.map((one) => finding(one, id)),
        },
      ],
      'back-matter': {
        resources: [
          { uuid: plan, title: 'Plan', description: 'Every control of the pack, by the checks that it names.' },
        ],
      },
    },
  });
}

type Identify = (...names: readonly string[]) => string;

function observation(control: ControlResult, time: string, id: Identify): Record<string, unknown> {
  return {
    uuid: id('observation', control.framework, control.id),
    title: `${control.framework} ${control.id}`,
    description: `${control.claim} ${control.why}. It does not show: ${control.doesNotShow}`,
    methods: ['EXAMINE'],
    ...(control.witnesses.length > 0
      ? { 'relevant-evidence': control.witnesses.map(({ what, where }) => ({ description: `${what} (${where})` })) }
      : {}),
    collected: time,
  };
}

function finding(control: ControlResult, id: Identify): Record<string, unknown> {
  return {
    uuid: id('finding', control.framework, control.id),
    title: `${control.framework} ${control.id}: ${control.title}`,
    description: control.claim,
    target: {
      type: 'objective-id',
      'target-id': controlId(control),
      status: {
        state: STATES[control.verdict],
        reason: REASONS[control.verdict],
        remarks: `${control.verdict}: ${control.why}`,
      },
    },
    'related-observations': [{ 'observation-uuid': id('observation', control.framework, control.id) }],
  };
}

/** What the platform does for the controls, as an OSCAL component definition. */
export function componentDefinition(evidence: Evidence): string {
  const { generator, controls } = evidence;
  const id = (...names: readonly string[]): string => uuidOf(generator.name, generator.version, ...names);
  const frameworks = [...new Set(controls.map((one) => one.framework))];
  return json({
    'component-definition': {
      uuid: id('definition', evidence.time),
      metadata: metadata(evidence, 'Component definition'),
      components: [
        {
          uuid: id('component'),
          type: 'software',
          title: generator.name,
          description: 'Guarded AWS environments: people read in prod, and an approved pipeline alone writes.',
          'control-implementations': frameworks.map((framework) => ({
            uuid: id('implementation', framework),
            source: `urn:${framework.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
            description: `Controls of ${framework} that the component takes part in`,
            'implemented-requirements': controls
              .filter((one) => one.framework === framework)
              .map((one) => requirement(one, id)),
          })),
        },
      ],
    },
  });
}

function requirement(control: ControlResult, id: Identify): Record<string, unknown> {
  return {
    uuid: id('requirement', control.framework, control.id),
    'control-id': controlId(control),
    description: `${control.claim} Evaluated by ${control.evaluated}. It does not show: ${control.doesNotShow}`,
  };
}

function metadata({ time, generator, organization }: Evidence, what: string): Record<string, unknown> {
  return {
    title: `${what} of ${organization.id}`,
    'last-modified': time,
    version: generator.version,
    'oscal-version': OSCAL_VERSION,
  };
}

/** A token: `nist-800-53-r5-cm-3.2` for CM-3(2). */
function controlId({ framework, id }: ControlResult): string {
  const token = `${framework} ${id}`.toLowerCase().replace(/\((\d+)\)/g, '.$1');
  return token.replace(/[^a-z0-9._]+/g, '-');
}

function distinct(controls: readonly ControlResult[]): string[] {
  return [...new Set(controls.map(controlId))];
}

function json(document: unknown): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
