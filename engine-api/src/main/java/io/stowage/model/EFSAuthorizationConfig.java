package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * How the mount of an EFS file system is authorised.
 *
 * @param accessPointId the access point
 * @param iam whether the task role is used; null means disabled
 */
public record EFSAuthorizationConfig(
        @Nullable String accessPointId, @Nullable EFSAuthorizationConfigIAM iam) {}
