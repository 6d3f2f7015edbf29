package io.stowage.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisitsTest {

    @Test
    void countsByAnswer() {
        Visits visits = new Visits();
        visits.answered("old");
        visits.answered("new");
        visits.answered("old");
        visits.retried();
        visits.unanswered();
        assertThat(visits.unansweredCount()).isEqualTo(1);
        assertThat(visits.summary())
                .isEqualTo(
                        "4 requests meanwhile: 1 answered \"new\", 2 answered \"old\", 1 unanswered, 1 sent on to another"
                                + " task");
    }
}
