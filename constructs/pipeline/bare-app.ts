import { App } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** An app in which nothing checks but the constructs themselves, for making again what somebody has made. */
export function bareApp(outdir: string): App {
  return new App({
    outdir,
    autoSynth: false,
    analyticsReporting: false,
    treeMetadata: false,
    stackTraces: false,
    builtinCloudFormationValidation: false,
    performanceReporting: false,
    // Missing resources are told by their construct paths; warnings were told when the app was made first.
    postCliContext: { 'aws:cdk:enable-path-metadata': true, '@aws-cdk/core:annotationsInValidationReport': false },
  });
}

/** The scope and the id of a construct path. */
export function placeAt(scope: Construct, path: string): [Construct, string] {
  const ids = path.split('/');
  const id = ids.pop()!;
  return [ids.reduce<Construct>((above, each) => new Construct(above, each), scope), id];
}
