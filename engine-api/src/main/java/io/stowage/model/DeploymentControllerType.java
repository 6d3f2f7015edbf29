package io.stowage.model;

/** Who rolls out a service's deployments. */
public enum DeploymentControllerType {
    /** The engine itself. */
    ECS,

    /** AWS CodeDeploy. Not supported: refused. */
    CODE_DEPLOY,

    /** A third party, through task sets. Not supported: refused. */
    EXTERNAL
}
