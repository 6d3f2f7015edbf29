package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Creations and removals of one task keep each other out, and none of their own kind. */
class TasksAtWorkTest {

    private final TasksAtWork atWork = new TasksAtWork();

    @Test
    void severalCreateAndNoneRemovesUntilTheLastHasCreated() {
        assertThat(atWork.beginCreation("t")).isTrue();
        assertThat(atWork.beginCreation("t")).isTrue();
        atWork.endCreation("t");
        assertThat(atWork.beginRemoval("t")).isFalse();
        assertThat(atWork.beginRemoval("another")).isTrue();
        atWork.endCreation("t");
        assertThat(atWork.beginRemoval("t")).isTrue();
    }

    @Test
    void severalRemoveAndNoneCreatesUntilTheLastHasRemoved() {
        assertThat(atWork.beginRemoval("t")).isTrue();
        assertThat(atWork.beginRemoval("t")).isTrue();
        atWork.endRemoval("t");
        assertThat(atWork.beginCreation("t")).isFalse();
        atWork.endRemoval("t");
        assertThat(atWork.beginCreation("t")).isTrue();
    }
}
