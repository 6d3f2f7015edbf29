package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.state.Quarantine.Entry;
import io.stowage.error.ServerException;
import org.junit.jupiter.api.Test;

/** What is known of records that were set aside. */
class QuarantineTest {

    private final Quarantine quarantine = new Quarantine();

    @Test
    void nothingIsSetAsideAtFirst() {
        assertThat(quarantine.isEmpty()).isTrue();
        assertThat(quarantine.size()).isZero();
        assertThat(quarantine.first(9)).isEmpty();
        assertThat(quarantine.holds(Kind.TASK, "t1")).isFalse();
        assertThat(quarantine.holdsAny("task")).isFalse();
        assertThatCode(() -> quarantine.refuse(Kind.TASK, "t1")).doesNotThrowAnyException();
    }

    @Test
    void aRecordIsHeldByItsKindAndId() {
        quarantine.add("task", "t1", "garbled");
        assertThat(quarantine.isEmpty()).isFalse();
        assertThat(quarantine.holds(Kind.TASK, "t1")).isTrue();
        assertThat(quarantine.holdsTask("t1")).isTrue();
        assertThat(quarantine.holds("task", "t1")).isTrue();
        assertThat(quarantine.holdsTask("t2")).isFalse();
        assertThat(quarantine.holds(Kind.SERVICE, "t1")).isFalse();
        assertThat(quarantine.holdsAny("task")).isTrue();
        assertThat(quarantine.holdsAny("service")).isFalse();
    }

    @Test
    void nothingIsDoneToARecordThatIsHeld() {
        quarantine.add("task", "t1", "garbled");
        assertThatThrownBy(() -> quarantine.refuse(Kind.TASK, "t1"))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("task t1")
                .hasMessageContaining("set aside");
        assertThatCode(() -> quarantine.refuse(Kind.TASK, "t2")).doesNotThrowAnyException();
    }

    @Test
    void aRecordCountsOnceAndTheLastReasonStands() {
        quarantine.add("task", "t1", "garbled");
        quarantine.add("task", "t1", "gone");
        quarantine.add("service", "t1", "garbled");
        assertThat(quarantine.size()).isEqualTo(2);
        assertThat(quarantine.first(9))
                .containsExactly(new Entry("task", "t1", "gone"), new Entry("service", "t1", "garbled"));
        assertThat(quarantine.first(1)).containsExactly(new Entry("task", "t1", "gone"));
        assertThat(quarantine.first(0)).isEmpty();
    }

    @Test
    void oneIsToldInFull() {
        quarantine.add("task", "t1", "garbled");
        assertThat(quarantine)
                .hasToString("1 record is set aside and kept as stored, for they can't be relied on: task t1: garbled");
    }

    @Test
    void ofManyThreeAreNamed() {
        for (int i = 1; i <= 3; i++) {
            quarantine.add("task", "t" + i, "garbled");
        }
        assertThat(quarantine)
                .hasToString("3 records are set aside and kept as stored, for they can't be relied on:"
                        + " task t1: garbled; task t2: garbled; task t3: garbled");
        quarantine.add("task", "t4", "garbled");
        assertThat(quarantine.toString()).startsWith("4 records are").endsWith("task t3: garbled; and more");
    }

    @Test
    void aLongReasonIsCutShort() {
        String fits = "x".repeat(300 - "task t1: ".length());
        quarantine.add("task", "t1", fits);
        assertThat(quarantine.toString()).endsWith(": task t1: " + fits);
        quarantine.add("task", "t1", fits + "y");
        assertThat(quarantine.toString()).endsWith(": task t1: " + fits + "…");
    }
}
