package io.stowage.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.PulledImage;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is under way for a container, and how long it waits after failures. */
class AttemptsTest {

    private static final Moment NOW = new Moment(0, Instant.EPOCH);
    private static final Set<Verb> BESIDE = EnumSet.of(Verb.PULL, Verb.CHECK_HEALTH, Verb.CHECK_READINESS);

    private final Attempts attempts = new Attempts();

    @Test
    void oneCallIsUnderWayAtATimeBesidePullsAndHealthChecks() {
        for (Verb verb : Verb.values()) {
            Attempts of = new Attempts();
            assertThat(of.busy()).isFalse();
            assertThat(of.mayChange()).isFalse();
            assertThat(of.endWithALook()).isFalse();
            of.began(verb);
            assertThat(of.busy()).as("busy with %s", verb).isEqualTo(!BESIDE.contains(verb));
            assertThat(of.mayChange())
                    .as("%s may change it", verb)
                    .isEqualTo(!BESIDE.contains(verb) && verb != Verb.INSPECT);
            assertThat(of.endWithALook())
                    .as("%s ends with a look", verb)
                    .isEqualTo(EnumSet.of(Verb.CREATE, Verb.START, Verb.REMOVE).contains(verb));
            assertThat(of.pulling()).as("pulling by %s", verb).isEqualTo(verb == Verb.PULL);
            of.ended();
            assertThat(of.busy()).isFalse();
        }
    }

    @Test
    void anImageIsPulledOnce() {
        assertThat(attempts.pulled()).isFalse();
        attempts.began(Verb.PULL);
        PulledImage image = new PulledImage("sha256:1");
        attempts.pulled(image);
        assertThat(attempts.pulling()).isFalse();
        assertThat(attempts.pulled()).isTrue();
        assertThat(attempts.image()).isEqualTo(image);
    }

    @Test
    void anImageOfWhichThereIsAContainerNeedsNoPull() {
        attempts.imageIsThere();
        assertThat(attempts.pulled()).isTrue();
        assertThat(attempts.image()).isNull();
    }

    @Test
    void theThirdNoIsOneTooMany() {
        assertThat(attempts.refused(Verb.START, NOW)).isFalse();
        assertThat(attempts.refused(Verb.START, NOW)).isFalse();
        assertThat(attempts.refused(Verb.START, NOW)).isTrue();
        attempts.forgetFailures();
        assertThat(attempts.refused(Verb.START, NOW)).isFalse();
    }

    @Test
    void afterAFailureTheNextCallWaits() {
        assertThat(attempts.notBefore()).isLessThan(NOW.nanos());
        attempts.began(Verb.START);
        attempts.unanswered(Verb.START, NOW);
        assertThat(attempts.busy()).isFalse();
        assertThat(attempts.notBefore()).isEqualTo(Duration.ofSeconds(1).toNanos());
        attempts.forgetFailures();
        assertThat(attempts.notBefore()).isLessThan(NOW.nanos());
    }

    @Test
    void aPullThatFailsEndsThePullAndNotTheCallBesideIt() {
        attempts.began(Verb.PULL);
        attempts.began(Verb.INSPECT);
        attempts.unanswered(Verb.PULL, NOW);
        assertThat(attempts.pulling()).isFalse();
        assertThat(attempts.busy()).isTrue();
        attempts.began(Verb.PULL);
        attempts.unanswered(Verb.INSPECT, NOW);
        assertThat(attempts.pulling()).isTrue();
        assertThat(attempts.busy()).isFalse();
    }

    @Property
    void the_wait_doubles_each_time_up_to_the_longest(@ForAll @IntRange(max = 80) int failures) {
        Duration wait = Duration.ofSeconds(1);
        Retry retry = Retry.NONE.again(NOW, Duration.ofSeconds(1), Duration.ofSeconds(30));
        for (int i = 0; i < failures; i++) {
            wait = wait.multipliedBy(2);
            wait = wait.compareTo(Duration.ofSeconds(30)) > 0 ? Duration.ofSeconds(30) : wait;
            retry = retry.again(NOW, Duration.ofSeconds(1), Duration.ofSeconds(30));
        }
        assertThat(retry.notBefore()).isEqualTo(wait.toNanos());
        assertThat(retry.attempts()).isEqualTo(failures + 1);
    }
}
