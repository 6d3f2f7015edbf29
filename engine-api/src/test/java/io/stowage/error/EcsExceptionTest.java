package io.stowage.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EcsExceptionTest {

    static Stream<Class<?>> family() {
        return Arrays.stream(EcsException.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("family")
    void itsErrorCodeIsTheNameOfItsClassAndItsMessageIsKept(Class<?> type) throws Exception {
        EcsException error = type == ConflictException.class
                ? new ConflictException("why", List.of())
                : (EcsException) type.getConstructor(String.class).newInstance("why");

        assertThat(error.errorCode()).isEqualTo(type.getSimpleName()).endsWith("Exception");
        assertThat(error).hasMessage("why").hasNoCause();
        assertThat(Modifier.isFinal(type.getModifiers())).isTrue();
    }

    @Test
    void aCauseIsKept() {
        Throwable cause = new IllegalStateException("store");

        assertThat(new ServerException("why", cause)).hasCause(cause);
    }

    @Test
    void aConflictKeepsACopyOfWhatTheFirstRequestMade() {
        List<String> made = new ArrayList<>(List.of("arn:one"));
        ConflictException conflict = new ConflictException("why", made);
        made.add("arn:two");

        assertThat(conflict.resourceIds()).containsExactly("arn:one").isUnmodifiable();
    }
}
