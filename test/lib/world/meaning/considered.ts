/**
 * Properties that look by their names as if they carried something and carry nothing, each with its reason: `type:path`
 * by a pattern. A name that looks so, has no meaning in a row and no reason here fails a test.
 */
export const CONSIDERED: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /^AWS::CloudFormation::StackSet:/,
    'a stack set is read as the stacks that it deploys, or is unknown: lib/world/assembly/stack-sets.ts',
  ],
  [
    /(AccountIds?|Accounts)$/,
    'accounts that are watched or reported about; another account than a guarded one is told where it stands',
  ],
  [
    /Bucket(Name|ARN|Arn|AccountId|OwnerAccountId)?$|S3Bucket(Name)?$/,
    'logs, reports, data or the bucket itself: nothing runs what lies there',
  ],
  [/(S3Uri|DestinationS3Uri|BucketOwnerAccountId)$/, 'data or dumps, nothing that runs'],
  [
    /(Status|Http|Grpc|Error|Exit|OnExit|Response|Continent|Country|Subdivision|Postal|SmtpReply|HttpRedirect|Authorization)Code$|Icmp\.Code$/,
    'a number, a place or a token',
  ],
  [
    /(Tls|TLS|Ssl|Security|TLSSecurity|Protocol|Https|Alpn|ContentSecurity|Referrer)Policy$/,
    'a cipher suite or a header',
  ],
  [
    /(Lifecycle|Redrive|RedriveAllow|Delivery|Filter|Replay|Archive|DataProtection|DataDeletion|Deletion|Routing|Dns|ImagePull|Snapshot|AutoImport|StreamException|Default|BlockPublic)Policy(Text)?$/,
    'keeps, routes, filters or blocks; admits nobody',
  ],
  [
    /AWS::(EKS::PodIdentityAssociation|OpenSearchServerless::(Lifecycle|Security)Policy):Policy$|IpFilter\.Policy$/,
    'narrows what others allow',
  ],
  [/WebAppEndpointPolicy$/, 'which standard of ciphers the endpoint keeps'],
  [
    /(RepositoryName|InstanceProfileName|RoleName|TableBucketName|CodeRepositoryName)$/,
    'the name of the resource itself, or of the one that it belongs to',
  ],
  [/(Table)?Bucket(ARN|Arn)$/, 'the bucket that the resource belongs to'],
  [/(TaskDefinition|JobDefinition|TargetFunctionArn)$/, 'another resource of the same account, judged where it stands'],
  [/(Schema|Address)Definition$|\.Definition$|AppSync::Type:Definition$/, 'words or shapes of data'],
  [
    /(Members|Messages)\.Role$|InstanceRole$|TargetRole$|SnowflakeRole$|MasterBackendRole$|(UserRole|LdapServerMetadata\.Role)Name$|UseServiceLinkedRole$/,
    'a role of another system, or a part that something plays',
  ],
  [
    /(OwnerAccount|SnapshotOwnerAccount|OwnerAccountId|OwnerId)$/,
    'who owns what is restored or linked; another account than a guarded one is told where it stands',
  ],
  [
    /(AllowExternalPrincipals|CrossAccount|GranteeType|SingleSignOnUserIdentifier|PeerRegion|EmailSendingAccount|ServiceAccount|PrincipalId|VpcPeeringExclusion|VpcPeeringExclusionInput)$/,
    'says how, not who',
  ],
  [/(IdcInstanceArn|IdcUserAssignment|IdentityCenterApplicationARN)$/, 'told by the row or by how people come in'],
  [/Saml(MetadataDocument|ProviderARNs)$/, 'the trust policies of roles say what its people may'],
  [
    /DMS::Endpoint:.*(SafeguardPolicy|ExternalTableDefinition)$|DMS::InstanceProfile:InstanceProfileIdentifier$/,
    'how a database is read, the shape of its data, or the name of a group of subnets',
  ],
  [/IPAM:MeteredAccount$/, 'who pays'],
  [
    /\.(ActionFailurePolicy|LocaleCode)$|\.PrincipalIdClaim$/,
    'what happens on failure, a language, or the name of a claim',
  ],
];
