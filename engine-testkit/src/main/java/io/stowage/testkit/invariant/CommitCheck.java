package io.stowage.testkit.invariant;

/** Checks one commit, after the mirror has taken it in. Looks only at what changed. */
interface CommitCheck {

    void check(Change change, ClusterMirror mirror, Report report);
}
