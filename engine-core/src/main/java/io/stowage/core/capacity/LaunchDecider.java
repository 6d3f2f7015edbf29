package io.stowage.core.capacity;

import io.stowage.core.capacity.Launch.Attempt;
import io.stowage.core.capacity.Launch.Doubt;
import io.stowage.core.capacity.Launch.Held;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.LaunchStep.Effect;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.LaunchResult.Launched;
import io.stowage.spi.InstanceProvider.LaunchResult.Refused;
import io.stowage.spi.InstanceProvider.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The life of one launch.
 *
 * <p>An attempt is committed before the provider is asked, with a token that follows from the launch and the number of the attempt, and with
 * every part of the request. So whoever asks again asks the same, and gets the same machine. A new attempt, with a new token, is made only when
 * the one before can't bring a machine that is wanted: the provider refused it; its machine went, will be taken back, or was no container
 * instance after 10 minutes; or nobody knows what became of it, and looks for at least 5 minutes have found nothing. A machine of an earlier
 * attempt that shows up after all is terminated: no task can be on it, since it never became a container instance.
 *
 * <p>A pool that refused, or whose machine never came up, is paused: the next attempt goes to the first one that isn't. If all are, the launch waits.
 */
public final class LaunchDecider {

    private final LaunchTerms terms;
    private final Instant now;
    private final List<Effect> effects = new ArrayList<>();
    private PoolPauses pauses;
    private Launch launch;

    private LaunchDecider(Launch launch, LaunchTerms terms, PoolPauses pauses, Instant now) {
        this.launch = launch;
        this.terms = terms;
        this.pauses = pauses;
        this.now = now;
    }

    /** A new launch, whose first attempt asks this pool. */
    public static Launch begin(String id, LaunchTerms terms, Pool pool, Instant now) {
        return new Launch(id, terms.attempt(id, 1, pool), Phase.ASKING, now, Doubt.NONE, null, null);
    }

    /** The same while no pool may be asked: it waits until one may. */
    public static Launch postpone(String id, LaunchTerms terms, Pool pool, Instant now) {
        return begin(id, terms, pool, now).in(Phase.WAITING, now);
    }

    /** A new launch in the place of one that the provider found wrong: if it is wrong again, it takes longer until the next one. */
    public static Launch inPlaceOf(Launch failed, Launch begun) {
        Attempt attempt = begun.attempt().afterWrong(failed.attempt().timesWrong() + 1);
        return new Launch(begun.id(), attempt, begun.phase(), begun.since(), begun.doubt(), null, failed.reason());
    }

    /** Until when nothing is asked for in the place of one that the provider found wrong. */
    public static Instant wrongUntil(Launch failed) {
        return failed.since().plus(LaunchTimes.whileWrong(failed.attempt().timesWrong()));
    }

    /**
     * After an answer of the provider.
     *
     * @param token that it was asked with: the answer may be to an earlier attempt
     */
    public static LaunchStep answered(
            Launch launch, String token, LaunchResult result, LaunchTerms terms, PoolPauses pauses, Instant now) {
        LaunchDecider decider = new LaunchDecider(launch, terms, pauses, now);
        if (!launch.attempt().request().clientToken().equals(token)) {
            decider.answeredLate(result);
        } else if (decider.isUnanswered()) {
            decider.answered(result);
        }
        return decider.step();
    }

    /** After a call of which nobody knows what became. */
    public static Launch unanswered(Launch launch, String token, Instant now) {
        boolean current = launch.attempt().request().clientToken().equals(token);
        return current && launch.phase() == Phase.ASKING
                ? launch.in(Phase.UNSURE, now).with(new Doubt(launch.doubt().unknowns() + 1, null))
                : launch;
    }

    /** After the machine became a container instance. */
    public static Launch registered(Launch launch, Instant now) {
        return launch.phase() == Phase.BOOTING ? launch.in(Phase.REGISTERED, now) : launch;
    }

    /** After a machine that is {@linkplain Effect.Missing missing} was given up. If it shows up after all, it is one that no record knows. */
    public static Launch gone(Launch launch, Instant now) {
        return launch.phase() == Phase.REGISTERED ? launch.in(Phase.OVER, now) : launch;
    }

    /**
     * When the machine isn't wanted, or its container instance was deregistered: the caller has seen to it that nothing is on it. While an answer is
     * outstanding nothing ends: the machine may be there.
     */
    public static Launch end(Launch launch, Instant now) {
        return switch (launch.phase()) {
            case BOOTING, REGISTERED -> launch.in(Phase.ENDING, now);
            case WAITING, FAILED -> launch.in(Phase.OVER, now);
            case ASKING, UNSURE, ENDING, OVER -> launch;
        };
    }

    /**
     * After a look that succeeded.
     *
     * @param machines all that it found of this launch
     * @param lookedAt when the look began
     */
    public static LaunchStep looked(
            Launch launch,
            List<Machine> machines,
            Instant lookedAt,
            LaunchTerms terms,
            PoolPauses pauses,
            Instant now) {
        LaunchDecider decider = new LaunchDecider(launch, terms, pauses, now);
        Optional<Machine> own = machines.stream().filter(decider::isOwn).findFirst();
        machines.stream()
                .filter(machine -> !own.equals(Optional.of(machine)) && States.isThere(machine))
                .forEach(machine -> decider.effects.add(new Effect.Terminate(machine.id())));
        own.ifPresentOrElse(decider::found, () -> decider.foundNothing(lookedAt));
        return decider.step();
    }

    /** When time has passed. */
    public static LaunchStep due(Launch launch, LaunchTerms terms, PoolPauses pauses, Instant now) {
        LaunchDecider decider = new LaunchDecider(launch, terms, pauses, now);
        Optional<Instant> at = dueAt(launch, terms, pauses);
        if (at.isPresent() && !now.isBefore(at.get())) {
            decider.timeIsUp();
        }
        return decider.step();
    }

    /** Whether anything may come of it when time passes, and nothing else happens. */
    public static boolean waits(Launch launch) {
        return LaunchTimes.waits(launch.phase());
    }

    /** When something follows by itself, which may be long ago; empty if never. */
    public static Optional<Instant> dueAt(Launch launch, LaunchTerms terms, PoolPauses pauses) {
        return LaunchTimes.dueAt(launch, terms, pauses);
    }

    private LaunchStep step() {
        return new LaunchStep(launch, pauses, effects);
    }

    private boolean isUnanswered() {
        return launch.phase() == Phase.ASKING || launch.phase() == Phase.UNSURE;
    }

    private void answeredLate(LaunchResult result) {
        if (result instanceof Launched launched && States.isThere(launched.machine())) {
            effects.add(new Effect.Terminate(launched.machine().id()));
        }
    }

    private void answered(LaunchResult result) {
        if (result instanceof Launched launched) {
            adopt(launched.machine());
        } else if (result instanceof Refused refused) {
            refused(refused);
        }
    }

    private void refused(Refused refused) {
        Pool pool = launch.attempt().pool();
        switch (refused.refusal()) {
            case INVALID -> launch = launch.in(Phase.FAILED, now).because(refused.reason());
            case NO_CAPACITY -> elsewhere(pool, refused.reason());
            case LIMIT -> elsewhere(Pool.all(pool.purchase()), refused.reason());
        }
    }

    private void adopt(Machine machine) {
        if (States.isOver(machine)) {
            elsewhere("The machine " + machine.id() + " was over before it was a container instance.");
            return;
        }
        pauses = pauses.accepted(launch.attempt().pool());
        launch = launch.in(Phase.BOOTING, now).with(new Held(machine.id(), null));
        boots(machine);
    }

    private void found(Machine machine) {
        switch (launch.phase()) {
            case ASKING, UNSURE -> adopt(machine);
            case BOOTING -> boots(machine);
            case REGISTERED -> serves(machine);
            case ENDING -> ends(machine);
            case WAITING, FAILED, OVER -> terminate(machine);
        }
    }

    private void boots(Machine machine) {
        if (States.isOver(machine)) {
            elsewhere("The machine " + machine.id() + " was over before it was a container instance.");
        } else if (machine.interruption() != null) {
            terminate(machine);
            elsewhere("The machine " + machine.id() + " is taken back before it was a container instance.");
        } else if (States.isReachable(machine)) {
            effects.add(new Effect.Register(machine));
        }
    }

    private void serves(Machine machine) {
        if (States.isOver(machine)) {
            effects.add(new Effect.Lost(machine.id()));
            launch = launch.in(Phase.OVER, now);
            return;
        }
        launch = launch.with(Doubt.NONE);
        Instant before = launch.machine() == null ? null : launch.machine().interruption();
        Instant notice = machine.interruption();
        if (!States.isThere(machine) || Objects.equals(before, notice)) {
            return;
        }
        if (notice == null) {
            effects.add(new Effect.Reactivate(machine.id()));
        } else if (before == null) {
            effects.add(new Effect.Drain(machine.id(), notice));
        }
        launch = launch.with(new Held(machine.id(), notice));
    }

    private void ends(Machine machine) {
        if (States.isOver(machine)) {
            launch = launch.in(Phase.OVER, now);
        } else {
            launch = launch.with(Doubt.NONE);
            terminate(machine);
        }
    }

    private void terminate(Machine machine) {
        if (States.isThere(machine)) {
            effects.add(new Effect.Terminate(machine.id()));
        }
    }

    /** That nothing is found proves nothing at once. A look that began before the call was over doesn't count at all. */
    private void foundNothing(Instant lookedAt) {
        Optional<Duration> enough = LaunchTimes.enough(launch.phase());
        if (enough.isEmpty() || lookedAt.isBefore(launch.since())) {
            return;
        }
        Instant since = launch.doubt().nothingSince();
        if (since == null) {
            launch = launch.with(new Doubt(launch.doubt().unknowns(), lookedAt));
        } else if (!lookedAt.isBefore(since.plus(enough.get()))) {
            nothingThere();
        }
    }

    private void nothingThere() {
        if (launch.phase() == Phase.ENDING) {
            launch = launch.in(Phase.OVER, now);
        } else if (launch.machine() != null) {
            effects.add(new Effect.Missing(launch.machine().id()));
        } else {
            elsewhere("The provider did not answer, and no machine was found for 5 minutes.");
        }
    }

    private void timeIsUp() {
        switch (launch.phase()) {
            case UNSURE -> launch = askAgain();
            case WAITING -> next();
            case BOOTING -> tooLate();
            case ASKING, REGISTERED, ENDING, FAILED, OVER -> {}
        }
    }

    private Launch askAgain() {
        return launch.in(Phase.ASKING, now).with(new Doubt(launch.doubt().unknowns(), null));
    }

    private void tooLate() {
        if (launch.machine() != null) {
            effects.add(new Effect.Terminate(launch.machine().id()));
            elsewhere("The machine " + launch.machine().id() + " was no container instance after 10 minutes.");
        }
    }

    private void elsewhere(String reason) {
        elsewhere(launch.attempt().pool(), reason);
    }

    private void elsewhere(Pool refused, String reason) {
        pauses = pauses.refused(refused, now);
        launch = launch.because(reason).without();
        next();
    }

    private void next() {
        Optional<Pool> pool = pauses.firstOpen(terms.pools(), now);
        if (pool.isEmpty()) {
            launch = launch.phase() == Phase.WAITING ? launch : launch.in(Phase.WAITING, now);
            return;
        }
        Attempt attempt = terms.attempt(launch.id(), launch.attempt().number() + 1, pool.get());
        launch = new Launch(launch.id(), attempt, Phase.ASKING, now, Doubt.NONE, null, launch.reason());
    }

    /** Of this attempt, and the machine that is known where one is. */
    private boolean isOwn(Machine machine) {
        boolean attempt =
                String.valueOf(launch.attempt().number()).equals(machine.tags().get(OwnTags.ATTEMPT));
        return launch.machine() == null ? attempt : launch.machine().id().equals(machine.id());
    }
}
