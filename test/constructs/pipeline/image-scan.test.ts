import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ChangePipeline, FindingSeverity, PipelineFlavour } from '../../../constructs/pipeline';
import { TOOLING, pipelineProps } from './fixture';

const made = (changes: Parameters<typeof pipelineProps>[0]): Template => {
  const stack = new Stack(new App(), 'Scans', { env: TOOLING });
  new ChangePipeline(stack, 'Pipeline', pipelineProps(changes));
  return Template.fromStack(stack);
};

describe('a pipeline whose source builds images', () => {
  it('has images scanned by Verify, where the source builds them, in a repository that nothing runs out of', () => {
    const accept = [{ finding: 'CVE-2026-1', reason: 'The code is never called.' }];
    const template = made({ images: true, imageScan: { block: FindingSeverity.HIGH, accept } });
    template.hasResourceProperties('AWS::ECR::Repository', {
      RepositoryName: 'orders-image-scan',
      ImageScanningConfiguration: { ScanOnPush: true },
      ImageTagMutability: 'IMMUTABLE',
      EmptyOnDelete: true,
    });
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'orders-verify',
      Environment: {
        EnvironmentVariables: Match.arrayWith([
          { Name: 'IMAGE_SCAN', Type: 'PLAINTEXT', Value: 'orders-image-scan' },
          { Name: 'IMAGE_SCAN_POLICY', Type: 'PLAINTEXT', Value: JSON.stringify({ block: 'HIGH', accept }) },
        ]),
      },
    });
    const allowed = JSON.stringify(template.findResources('AWS::IAM::Policy')).match(/ecr:\w+/g) ?? [];
    expect([...new Set(allowed)].filter((action) => /Delete|Policy|Tag/.test(action))).toEqual([]);
    expect(allowed).toContain('ecr:DescribeImageScanFindings');
  });

  it('scans nothing for a platform, whose pipeline deploys no image, nor where none is built', () => {
    const template = made({ flavour: PipelineFlavour.PLATFORM, images: true, environments: [] });
    template.resourceCountIs('AWS::ECR::Repository', 0);
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'orders-verify',
      Environment: {
        EnvironmentVariables: Match.arrayWith([{ Name: 'IMAGE_SCAN', Type: 'PLAINTEXT', Value: 'none' }]),
      },
    });
  });

  it('say which scan of images is none', () => {
    const accept = [{ finding: 'CVE-2026-1', reason: '' }];
    expect(() => made({ imageScan: {} })).toThrow(/imageScan goes with images/);
    expect(() => made({ images: true, imageScan: { block: 'SEVERE' as FindingSeverity, accept } })).toThrow(
      /imageScan\.block is "SEVERE", expected one of INFORMATIONAL, LOW, .*; imageScan\.accept: "CVE-2026-1" has no name or no reason/,
    );
  });
});
