package io.stowage.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.world.Outcome;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import org.junit.jupiter.api.Test;

/** What the outcome of a call means. */
class AnswerTest {

    @Test
    void whatWasDoneIsDone() {
        Answer<String> answer = Answer.of(new Outcome.Success<>("seen"));
        assertThat(answer).isEqualTo(new Answer.Done<>("seen"));
        assertThat(Answer.reason(answer)).isEqualTo("done");
    }

    @Test
    void onlyARuntimesNoIsANo() {
        ContainerRuntimeException no =
                ContainerRuntimeException.retryable(Category.CannotStartContainerError, "no such device");
        Answer<String> answer = Answer.of(new Outcome.Failure<>(no));
        assertThat(answer).isEqualTo(new Answer.Refused<>(no));
        assertThat(Answer.reason(answer)).isEqualTo(no.reason()).contains("no such device");
    }

    @Test
    void everyOtherFailureLeavesOpenWhatHappened() {
        Exception broken = new IllegalStateException("broken pipe");
        Answer<String> answer = Answer.of(new Outcome.Failure<>(broken));
        assertThat(answer).isEqualTo(new Answer.None<>("IllegalStateException: broken pipe", broken));
        assertThat(Answer.reason(answer)).isEqualTo("IllegalStateException: broken pipe");
        assertThat(Answer.reason(Answer.of(new Outcome.Failure<>(new IllegalStateException()))))
                .isEqualTo("IllegalStateException");
    }

    @Test
    void aCallThatDidNotAnswerHasNoCause() {
        assertThat(Answer.<String>of(new Outcome.Unknown<>("no answer within PT5S")))
                .isEqualTo(new Answer.None<>("no answer within PT5S", null));
    }
}
