package io.stowage.core.agent;

import io.stowage.core.agent.Answer.Done;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Lane;
import io.stowage.core.world.World;
import io.stowage.spi.ContainerState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the agent connected with its host, and has it listed completely again and again.
 *
 * <p>A host counts as lost when no list has been had for a while; then a new connection is made. Lost means that nothing is known, and
 * nothing else.
 */
final class Link {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    /** A host that is back is heard of before its tasks are replaced: this comes on top of a connect that hangs until its deadline. */
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

    /** Where there is nothing left to do but to clean up, nobody waits; and most hosts that can't be reached then never will be. */
    private static final Duration LONGEST_RETRY_UNHURRIED = Duration.ofMinutes(1);

    private static final Duration LOST_AFTER = Duration.ofSeconds(30);

    /** What the agent hears of its host. */
    interface Listener {

        /** The host was reached: at first, and again after it was lost. */
        void connected(Connection connection);

        /** The host can't be reached. Told after each attempt. */
        void unreachable(String reason);

        /** The host can never be reached as things are. */
        void hopeless(IllegalArgumentException reason);

        /** A complete list. */
        void listed(Listing listing);

        /** Something may have changed about these containers. */
        void hinted(List<String> containerNames);
    }

    /**
     * A complete list.
     *
     * @param tick at which it was begun
     */
    record Listing(List<ContainerState> containers, long tick, AbsenceBrake.ListMade made) {}

    private final World world;
    private final AgentStrand strand;
    private final AgentSetup setup;
    private final RuntimeCalls calls;
    private final Ticks ticks;
    private final Listener listener;
    private final Map<String, String> labels;

    private @Nullable Connection connection;
    private Connection.Attempt attempt;
    private Retry retry = Retry.NONE;
    private Duration longestRetry = LONGEST_RETRY;
    /** How many connections there have been. */
    private int connections;

    private boolean renewing;
    private boolean listing;
    private long listTick;
    private long confirmAfter = -1;
    private long lastListAt;
    private Cancellable next = () -> {};

    Link(World world, AgentStrand strand, AgentSetup setup, RuntimeCalls calls, Ticks ticks, Listener listener) {
        this.world = world;
        this.strand = strand;
        this.setup = setup;
        this.calls = calls;
        this.ticks = ticks;
        this.listener = listener;
        this.attempt = new Connection.Attempt(setup, name -> {});
        this.labels = ContainerLabels.ofInstance(setup.clusterName(), setup.containerInstanceId());
    }

    void connect() {
        Connection.Attempt made = new Connection.Attempt(setup, new Hints(strand, listener::hinted));
        attempt = made;
        strand.call(calls.shortVerbs(), setup.settings().deadlines().connect(), made, answer -> {
            if (answer instanceof Done<Connection> done && done.value() != null) {
                connected(done.value());
            } else {
                made.abandon();
                notConnected(answer);
            }
        });
    }

    /** A host that can't be reached is tried less often from now on. */
    void unhurried() {
        longestRetry = LONGEST_RETRY_UNHURRIED;
    }

    /**
     * Has a list made that is begun after this tick. If one over a new connection is on its way, it is that one, or the next of the usual ones: those who
     * ask then are many, each at his own moment, and a list over the connection that there is would not be believed.
     */
    void confirm(long tick) {
        if (connection == null || (listing && listTick > tick)) {
            return;
        }
        confirmAfter = Math.max(confirmAfter, tick);
        if (!listing && !renewing && retry.attempts() == 0) {
            next.cancel();
            list();
        }
    }

    /** Has a list made over a new connection, after a while. The one that is there serves until then. */
    void confirmAfresh() {
        if (!renewing && connection != null) {
            renewing = true;
            strand.schedule(AbsenceBrake.PAUSE, this::renew);
        }
    }

    private void renew() {
        Connection old = connection;
        if (old == null) {
            renewing = false;
            return;
        }
        int before = connections;
        Connection.Attempt made = new Connection.Attempt(setup, new Hints(strand, listener::hinted));
        attempt = made;
        strand.call(calls.shortVerbs(), setup.settings().deadlines().connect(), made, answer -> {
            renewing = false;
            if (!(answer instanceof Done<Connection> done) || done.value() == null) {
                made.abandon();
            } else if (connection != null && before == connections) {
                takeOver(old, done.value());
            } else {
                end(done.value());
            }
        });
    }

    private void takeOver(Connection old, Connection fresh) {
        connection = fresh;
        connections++;
        calls.use(fresh.runtime());
        end(old);
        if (!listing) {
            next.cancel();
            list();
        }
    }

    private void end(Connection unused) {
        strand.call(calls.shortVerbs(), setup.settings().deadlines().look(), closing(unused), answer -> {});
    }

    /** Ends the connection and the lanes. Containers go on running. {@code afterwards} runs once the connection is closed. */
    void close(Runnable afterwards) {
        next.cancel();
        attempt.abandon();
        calls.close();
        Connection open = connection;
        if (open == null) {
            afterwards.run();
            return;
        }
        Lane lane = world.lane("agent-" + setup.containerInstanceId() + "-close", 1);
        strand.callLast(lane, setup.settings().deadlines().look(), closing(open), () -> {
            lane.close();
            afterwards.run();
        });
    }

    private void connected(Connection made) {
        connection = made;
        connections++;
        retry = Retry.NONE;
        lastListAt = world.monotonicNanos();
        calls.use(made.runtime());
        listener.connected(made);
        list();
    }

    private void notConnected(Answer<Connection> answer) {
        if (answer instanceof Answer.None<Connection> none && none.cause() instanceof IllegalArgumentException wrong) {
            listener.hopeless(wrong);
            return;
        }
        listener.unreachable(Answer.reason(answer));
        retry = retry.again(now(), FIRST_RETRY, longestRetry);
        next = strand.schedule(Duration.ofNanos(retry.notBefore() - now().nanos()), this::connect);
    }

    private void list() {
        Connection from = connection;
        if (from == null) {
            return;
        }
        listing = true;
        listTick = ticks.next();
        AbsenceBrake.ListMade made = new AbsenceBrake.ListMade(connections, world.monotonicNanos());
        strand.call(
                calls.shortVerbs(),
                setup.settings().deadlines().look(),
                () -> from.runtime().list(labels),
                answer -> listAnswered(from, made, answer));
    }

    private void listAnswered(Connection from, AbsenceBrake.ListMade made, Answer<List<ContainerState>> answer) {
        listing = false;
        boolean replaced = made.connection() != connections;
        if (answer instanceof Done<List<ContainerState>> done && done.value() != null) {
            retry = Retry.NONE;
            lastListAt = world.monotonicNanos();
            boolean again = (confirmAfter > listTick && !renewing) || replaced;
            next = again ? () -> {} : strand.schedule(setup.settings().listPeriod(), this::list);
            listener.listed(new Listing(List.copyOf(done.value()), listTick, made));
            if (again && !listing) {
                list();
            }
        } else if (replaced) {
            list();
        } else if (now().since(lastListAt).compareTo(LOST_AFTER) > 0) {
            lost(from, Answer.reason(answer));
        } else {
            retry = retry.again(now(), FIRST_RETRY, LONGEST_RETRY);
            next = strand.schedule(Duration.ofNanos(retry.notBefore() - now().nanos()), this::list);
        }
    }

    private void lost(Connection from, String reason) {
        connection = null;
        retry = Retry.NONE;
        confirmAfter = -1;
        end(from);
        listener.unreachable("the containers could not be listed for " + LOST_AFTER.toSeconds() + " s: " + reason);
        connect();
    }

    private static Callable<Boolean> closing(Connection connection) {
        return () -> {
            connection.close();
            return true;
        };
    }

    private Moment now() {
        return new Moment(world.monotonicNanos(), world.now());
    }
}
