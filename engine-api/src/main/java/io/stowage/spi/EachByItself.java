package io.stowage.spi;

import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks one thing after the other: one that fails keeps nobody from the rest. */
final class EachByItself {

    private EachByItself() {}

    /** @throws RuntimeException the last failure, if all have failed */
    static <T> void ask(Collection<T> all, Consumer<T> question) {
        @Nullable RuntimeException failed = null;
        boolean answered = false;
        for (T one : all) {
            try {
                question.accept(one);
                answered = true;
            } catch (RuntimeException unknown) {
                failed = unknown;
            }
        }
        if (failed != null && !answered) {
            throw failed;
        }
    }
}
