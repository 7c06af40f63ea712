/** Properties of a repository behind a CodeConnections connection (GitHub, GitLab, Bitbucket). */
export interface CodeConnectionsSourceProps {
  /** ARN of the connection, in the tooling account. */
  readonly connectionArn: string;
  /** Owner and repository: `example/orders`. */
  readonly repository: string;
  /**
   * Protected branch that releases come from.
   * @default 'main'
   */
  readonly branch?: string;
}

/** Properties of a CodeCommit repository of the tooling account. */
export interface CodeCommitSourceProps {
  /** Name of the repository. */
  readonly repository: string;
  /**
   * Protected branch that releases come from.
   * @default 'main'
   */
  readonly branch?: string;
}

/**
 * Properties of a source that arrives as a ZIP file in a versioned bucket of the tooling account, whose events go to
 * EventBridge.
 */
export interface S3SourceProps {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** Key of the ZIP file. */
  readonly key: string;
  /**
   * Key that encrypts the bucket.
   * @default - a key that needs no grant
   */
  readonly keyArn?: string;
}

/** Where a pipeline's source comes from. Changes arrive as events, never by polling. */
export class PipelineSource {
  /** A repository behind a CodeConnections connection. Commits carry their authors to the four-eyes check. */
  public static codeConnections(props: CodeConnectionsSourceProps): PipelineSource {
    return new PipelineSource('CodeStarSourceConnection', props, undefined, undefined);
  }

  /** A CodeCommit repository. Commits carry their authors to the four-eyes check. */
  public static codeCommit(props: CodeCommitSourceProps): PipelineSource {
    return new PipelineSource('CodeCommit', undefined, props, undefined);
  }

  /** A ZIP file in a bucket. It has no history, so the four-eyes check cannot know its authors and stays closed. */
  public static s3(props: S3SourceProps): PipelineSource {
    return new PipelineSource('S3', undefined, undefined, props);
  }

  private constructor(
    /** CodePipeline's name of the source action's provider. */
    public readonly provider: string,
    /** Set for CodeConnections. */
    public readonly connection: CodeConnectionsSourceProps | undefined,
    /** Set for CodeCommit. */
    public readonly codeCommitRepository: CodeCommitSourceProps | undefined,
    /** Set for S3. */
    public readonly bucket: S3SourceProps | undefined,
  ) {}
}
