/** Verify has every image scanned that a stack runs, and ends the release where one finds what must not be. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { scanImages } from '../../../constructs/pipeline/script/scan';
import { layOutImage } from '../../../lib/assembly/saved-image';
import { ACCOUNT, assembly } from './deploy-stand-in';
import { folder } from './fixture';

/** Stands in for the AWS command line, in a shell, which starts fast: each look at a scan takes the next answer, the last one stays. */
const AWS = `#!/bin/sh
shift
operation=$1
echo "$*" >> calls
case $operation in
  describe-image-scan-findings)
    number=$(cat number 2>/dev/null || echo 0)
    [ -f "scan.$((number + 1))" ] && number=$((number + 1))
    echo "$number" > number
    case $(cat "scan.$number") in An*) cat "scan.$number" >&2; exit 254 ;; esac
    cat "scan.$number" ;;
  initiate-layer-upload) echo '{"uploadId":"u"}' ;;
  put-image)
    while [ "$1" != --image-digest ]; do shift; done
    echo "{\\"image\\":{\\"imageId\\":{\\"imageDigest\\":\\"$2\\"}}}" ;;
  *) echo '{}' ;;
esac
`;

/** An assembly whose stack runs an image that was built from source. */
function withImage(): { root: string; digest: string } {
  const root = assembly();
  const saved = folder();
  writeFileSync(join(saved, 'config.json'), '{"os":"linux"}');
  writeFileSync(join(saved, 'layer.gz'), 'layer');
  writeFileSync(join(saved, 'manifest.json'), JSON.stringify([{ Config: 'config.json', Layers: ['layer.gz'] }]));
  const digest = layOutImage(saved, root);
  const image = `${ACCOUNT}.dkr.ecr.eu-west-2.amazonaws.com/cdk-guarded-container-assets-${ACCOUNT}-eu-west-2@sha256:${digest}`;
  const Resources = { Function: { Type: 'AWS::Lambda::Function', Properties: { Code: { ImageUri: image } } } };
  writeFileSync(join(root, 'assembly-prod', 'orders.template.json'), JSON.stringify({ Resources }));
  return { root, digest };
}

const result = (severity?: string) => ({
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: {
    imageScanCompletedAt: new Date().toISOString(),
    findings: severity ? [{ name: 'CVE-2026-1', severity }] : [],
    findingSeverityCounts: severity ? { [severity]: 1 } : {},
  },
});
const running = { imageScanStatus: { status: 'IN_PROGRESS' } };
const MISSING = 'An error occurred (ScanNotFoundException) when calling the DescribeImageScanFindings operation';

describe('the images of an assembly', () => {
  const before = { ...process.env };
  const place = process.cwd();
  let work: string;

  beforeEach(() => {
    work = folder();
    mkdirSync(join(work, 'bin'));
    for (const [name, text] of Object.entries({ aws: AWS, sleep: '#!/bin/sh\necho $1 >> slept\n' })) {
      writeFileSync(join(work, 'bin', name), text);
      chmodSync(join(work, 'bin', name), 0o755);
    }
    process.chdir(work);
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    Object.assign(process.env, {
      PATH: [join(work, 'bin'), before.PATH].join(delimiter),
      AWS_REGION: 'eu-west-2',
      IMAGE_SCAN: 'orders-image-scan',
      IMAGE_SCAN_POLICY: JSON.stringify({ block: 'CRITICAL', accept: [] }),
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
    process.chdir(place);
    process.env = { ...before };
  });

  const scan = (root: string, ...answers: readonly unknown[]) => {
    answers.forEach((answer, at) => {
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
      writeFileSync(join(work, `scan.${at + 1}`), text);
    });
    return scanImages(root);
  };
  const linesOf = (file: string): string[] =>
    existsSync(join(work, file)) ? readFileSync(join(work, file), 'utf8').split('\n').filter(Boolean) : [];
  const operations = () => linesOf('calls').map((line) => line.split(' ')[0]);

  test('are put into the repository beside the pipeline and scanned there', () => {
    const { root, digest } = withImage();
    expect(scan(root, result('HIGH'))).toEqual([{ digest: `sha256:${digest}`, counts: { HIGH: 1 }, accepted: [] }]);
    expect(operations().slice(-2)).toEqual(['put-image', 'describe-image-scan-findings']);
    expect(linesOf('calls').every((line) => line.includes('--repository-name orders-image-scan'))).toBe(true);
  });

  test('end the release where a scan finds what must not be, with finding, image and who runs it', () => {
    const { root, digest } = withImage();
    expect(() => scan(root, result('CRITICAL'))).toThrow(
      new RegExp(
        `^Findings from CRITICAL on .*\nCRITICAL CVE-2026-1 in its content, image sha256:${digest} of prod/Orders.$`,
      ),
    );
  });

  test('are waited for while the scan goes on', () => {
    const { root } = withImage();
    expect(scan(root, running, running, result())).toHaveLength(1);
    expect(linesOf('slept')).toEqual(['15', '15']);
  });

  test('are scanned on order where nothing began it, once', () => {
    const { root } = withImage();
    expect(scan(root, MISSING, MISSING, result())).toHaveLength(1);
    expect(operations().filter((each) => each === 'start-image-scan')).toHaveLength(1);
  });

  test('end the release where there is no result in a quarter of an hour', () => {
    const { root } = withImage();
    expect(() => scan(root, MISSING)).toThrow(/has no result after 15 minutes: it is missing/);
    expect(linesOf('slept')).toHaveLength(59);
  });

  test.each<[string, unknown, RegExp]>([
    [
      'may not be looked at',
      'An error occurred (AccessDeniedException)',
      /no result: An error occurred \(AccessDenied/,
    ],
    ['failed', { imageScanStatus: { status: 'FAILED' } }, /no result: its state is FAILED/],
  ])('end the release at once where the scan %s', (_, answer, why) => {
    expect(() => scan(withImage().root, answer)).toThrow(why);
    expect(linesOf('slept')).toEqual([]);
  });

  test('end the release where nobody said that there are any', () => {
    delete process.env.IMAGE_SCAN;
    expect(() => scan(withImage().root, result())).toThrow(/cannot be scanned: say images: true/);
  });

  test('are none of a platform that deploys none of them, nor of an assembly that has none', () => {
    expect(scan(assembly(), result())).toBeUndefined();
    process.env.IMAGE_SCAN = 'none';
    expect(scan(withImage().root, result())).toBeUndefined();
    expect(operations()).toEqual([]);
  });
});
