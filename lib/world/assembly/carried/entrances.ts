import type { Finding } from './finding';
import type { Entering } from './people';

type Entrance = Required<Pick<Finding, 'who' | 'way' | 'property'>>;

const NOTEBOOK = [
  'sign in to the portal of Identity Center',
  'open a notebook',
  'run code as the role that it carries',
];
const PUSHED = [
  'push a commit, or open a request to merge one',
  'the build starts by itself',
  'its commands run as its role',
];
const CALLED = ['call the interface', 'it calls the service for them', 'the service does it as the interface’s role'];

/** Who comes in by each type that lets people in without an action of IAM, how, and by which property. */
export const ENTRANCES: Readonly<Record<Entering, Entrance>> = {
  'AWS::SageMaker::Domain': { who: 'people of Identity Center', way: NOTEBOOK, property: 'AuthMode' },
  'AWS::SageMaker::UserProfile': {
    who: 'the person of Identity Center whom it names',
    way: NOTEBOOK,
    property: 'SingleSignOnUserValue',
  },
  'AWS::EMR::Studio': { who: 'people of Identity Center', way: NOTEBOOK, property: 'AuthMode' },
  'AWS::CodeBuild::Project': {
    who: 'whoever pushes to the repository, or asks to merge into it',
    way: PUSHED,
    property: 'Triggers.Webhook',
  },
  'AWS::CodeBuild::Project source': { who: 'whoever pushes to the repository', way: PUSHED, property: 'Source' },
  'AWS::ApiGateway::Method': { who: 'anybody who reaches the interface', way: CALLED, property: 'AuthorizationType' },
  'AWS::ApiGateway::RestApi': { who: 'anybody who reaches the interface', way: CALLED, property: 'Body' },
  'AWS::ApiGatewayV2::Integration': {
    who: 'whoever may call the interface',
    way: CALLED,
    property: 'IntegrationSubtype',
  },
  'AWS::ApiGatewayV2::Api': { who: 'anybody who reaches the interface', way: CALLED, property: 'Body' },
  'AWS::AppSync::DataSource': { who: 'whoever may call the interface', way: CALLED, property: 'HttpConfig' },
  'AWS::Glue::Job': {
    who: 'whoever publishes the package, or takes its name',
    way: ['publish a version', 'the job installs it at its next start', 'it runs as the job’s role'],
    property: 'DefaultArguments',
  },
  'AWS::EKS::Addon': {
    who: 'the vendor, and whoever can push to the vendor’s registry',
    way: ['publish an image', 'the cluster pulls it', 'it runs in the cluster with what the add-on may do'],
    property: 'AddonName',
  },
};
