package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;

import java.time.Duration;

/**
 * What is known of a container's being there, and how far that is to be trusted.
 *
 * <p>Three things keep an illusion from becoming a fact:
 *
 * <ul>
 *   <li>After a verb without an answer the presence is <em>in doubt</em>: nothing is done on it before it was looked at.
 *   <li>Absence takes two witnesses: an inspection that says so, and a complete list that was begun after it.
 *   <li>A list that was begun before the last verb ended says nothing about this container.
 * </ul>
 *
 * <p>Ticks number what an agent sends and receives, in the order in which it does so.
 */
final class Sight {

    /** Where the container is in its life, as far as is known. */
    enum Presence {
        ABSENT,
        CREATED,
        RUNNING,
        EXITED
    }

    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);
    private static final long NO_TICK = -1;

    private Presence presence = Presence.ABSENT;
    private boolean certain = true;
    private boolean assumed;
    private long touchedTick = NO_TICK;
    private long absentTick = NO_TICK;
    private long listedTick = NO_TICK;
    private long lookAt = NEVER;
    private Retry looks = Retry.NONE;
    private long unansweredSince = NEVER;
    private String doubt = "";

    Presence presence() {
        return presence;
    }

    boolean is(Presence expected) {
        return certain && presence == expected;
    }

    /** Whether the presence may be acted on. */
    boolean certain() {
        return certain;
    }

    /** Its absence is concluded from the first list alone: good enough to create it, which adopts what is there, and not to be done with it. */
    void assume() {
        assumed = true;
    }

    /** Whether one list is all that is known of it. */
    boolean assumed() {
        return assumed;
    }

    /** When it is to be inspected; {@link Moment#NEVER} if there is no need to. */
    long lookAt() {
        return lookAt;
    }

    /** The tick at which an inspection found it absent, if a list has yet to agree; else negative. */
    long absentTick() {
        return absentTick;
    }

    /** Since when the runtime owes an answer about it; {@link Moment#NEVER} if it owes none. */
    long unansweredSince() {
        return unansweredSince;
    }

    /** Why the presence is in doubt. */
    String doubt() {
        return doubt;
    }

    /** It was seen, or a verb has made it so. */
    void settle(Presence now) {
        if (presence != now || !certain) {
            looks = Retry.NONE;
        }
        presence = now;
        certain = true;
        assumed = false;
        absentTick = NO_TICK;
        if (now == Presence.ABSENT) {
            lookAt = NEVER;
        } else if (now != Presence.CREATED) {
            unansweredSince = NEVER;
        }
    }

    /** A verb had a clear answer: the runtime owes none. */
    void answered() {
        unansweredSince = NEVER;
    }

    /** A verb ended, one way or another, at this tick. */
    void touched(long tick) {
        touchedTick = tick;
    }

    /** The presence can't be trusted any longer. */
    void suspect(String why, Moment now) {
        certain = false;
        owed(why, now);
        look(now.nanos());
    }

    /** An answer about it is owed that a look can't bring. */
    void owed(String why, Moment now) {
        doubt = why;
        unansweredSince = Math.min(unansweredSince, now.nanos());
    }

    /** It is worth a look at this time, or earlier. */
    void look(long at) {
        lookAt = Math.min(lookAt, at);
    }

    /** A look is under way. */
    void looking() {
        lookAt = NEVER;
    }

    /** It is worth a look after a while, a longer one each time. */
    void lookLater(Moment now) {
        looks = looks.again(now, FIRST_LOOK, LONGEST_LOOK);
        look(looks.notBefore());
    }

    /** A look brought no answer. */
    void unseen(String why, Moment now) {
        if (!certain) {
            owed(why, now);
        }
        lookLater(now);
    }

    /** An inspection found it absent; a list has yet to agree. */
    void absent(long tick) {
        certain = false;
        absentTick = tick;
    }

    /** A connection is there again: what was owed before is not counted. */
    void reconnected(Moment now) {
        if (unansweredSince != NEVER) {
            unansweredSince = now.nanos();
        }
    }

    /** Whether a list that was begun at this tick can say anything about it. */
    boolean judgedBy(long listTick) {
        return listTick > touchedTick;
    }

    /** Whether a list without it, begun at this tick, is the second witness of its absence. */
    boolean absenceConfirmedBy(long listTick) {
        return absentTick != NO_TICK && listTick > absentTick;
    }

    /** It was in the list that was begun at this tick. */
    void listed(long listTick) {
        listedTick = listTick;
    }

    boolean wasListed(long listTick) {
        return listedTick == listTick;
    }
}
