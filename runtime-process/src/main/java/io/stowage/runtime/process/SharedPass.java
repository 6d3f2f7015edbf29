package io.stowage.runtime.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A costly look at everything that answers many questions at once. Whoever asks while a look is under way waits for the next one, which
 * answers all that were asked before it began. Thread-safe.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
final class SharedPass<Q, A> {

    /** Answers all questions, in their order. */
    @FunctionalInterface
    interface Look<Q, A> {
        List<A> answer(List<Q> questions) throws IOException;
    }

    private static final class Asked<Q, A> {
        private final Q question;
        private @Nullable A answer;

        Asked(Q question) {
            this.question = question;
        }
    }

    private final Look<Q, A> look;
    private final Object pass = new Object();
    private final List<Asked<Q, A>> waiting = new ArrayList<>();

    SharedPass(Look<Q, A> look) {
        this.look = look;
    }

    A ask(Q question) throws IOException {
        Asked<Q, A> mine = new Asked<>(question);
        synchronized (waiting) {
            waiting.add(mine);
        }
        synchronized (pass) {
            A answer = mine.answer;
            return answer == null ? lookFor(mine) : answer;
        }
    }

    /** How many wait for the next look. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private A lookFor(Asked<Q, A> mine) throws IOException {
        List<Asked<Q, A>> batch = new ArrayList<>();
        batch.add(mine);
        synchronized (waiting) {
            waiting.stream()
                    .filter(asked -> asked != mine && asked.answer == null)
                    .forEach(batch::add);
            waiting.clear();
        }
        List<A> answers =
                look.answer(batch.stream().map(asked -> asked.question).toList());
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer = answers.get(i);
        }
        return answers.get(0);
    }
}
