package io.stowage.samples.quickstart;

import io.stowage.Engine;
import io.stowage.SteadyState;
import io.stowage.model.Service;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What every part of the quickstart works with.
 *
 * @param engine open until the end
 * @param story where it is told
 * @param board what the events told of tasks and container instances
 * @param narrator what the events told of the service
 */
record Scene(Engine engine, Story story, Board board, Narrator narrator) {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration TELLING = Duration.ofSeconds(2);

    static Scene of(Engine engine, Story story) {
        Board board = new Board();
        Narrator narrator = new Narrator(engine, story, board);
        engine.events().subscribe(Harbour.CLUSTER, narrator);
        return new Scene(engine, story, board, narrator);
    }

    /** Waits until so many tasks are healthy and the service is steady, and until all that ECS has to say of that is told. */
    Service awaitSteady(int healthyTasks) throws Exception {
        await(healthyTasks + " healthy tasks", () -> board.ready().size() == healthyTasks);
        SteadyState state = story.waitingFor(
                "the service to be steady",
                () -> engine.services().awaitSteadyState(Harbour.CLUSTER, Harbour.SERVICE, DEADLINE));
        if (!state.reached()) {
            throw new StoryBroken("The service isn't steady after " + DEADLINE.toSeconds() + " s: "
                    + String.join(" ", state.reasons()));
        }
        board.await(TELLING, () -> narrator.hasQuoted(state.service()));
        return state.service();
    }

    /** Waits for something that the events tell of. */
    void await(String what, BooleanSupplier condition) throws Exception {
        if (!story.waitingFor(what, () -> board.await(DEADLINE, condition))) {
            throw new StoryBroken("Waited " + DEADLINE.toSeconds() + " s in vain for " + what + ".");
        }
    }
}
