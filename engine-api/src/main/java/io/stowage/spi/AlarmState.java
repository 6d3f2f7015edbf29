package io.stowage.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a source of alarms says of one.
 *
 * @param inAlarm whether it is in ALARM
 * @param since when that began; null if the source doesn't know: then it is when the engine hears of it first. One that was in ALARM before a
 *     deployment began is ignored by that
 * @param reason why, for people; may be empty
 */
public record AlarmState(boolean inAlarm, @Nullable Instant since, String reason) {}
