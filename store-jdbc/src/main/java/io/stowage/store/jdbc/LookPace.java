package io.stowage.store.jdbc;

import java.time.Duration;

/**
 * How often one who waits for changes looks at the database.
 *
 * @param every while nothing happens
 * @param lively for a while after something has changed
 * @param staysLively how long that while is
 */
record LookPace(Duration every, Duration lively, Duration staysLively) {

    static final LookPace USUAL = new LookPace(Duration.ofMillis(1_500), Duration.ofMillis(150), Duration.ofSeconds(3));
}
