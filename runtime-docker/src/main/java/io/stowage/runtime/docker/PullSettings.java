package io.stowage.runtime.docker;

import java.time.Duration;

/**
 * How images are pulled.
 *
 * @param behavior when
 * @param credentials with which logins
 * @param listener who hears of progress
 * @param inactivity how long nothing may come on
 * @param overall how long it may take, waiting for other pulls included
 */
record PullSettings(
        PullBehavior behavior,
        RegistryCredentials credentials,
        PullListener listener,
        Duration inactivity,
        Duration overall) {}
