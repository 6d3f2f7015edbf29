package io.stowage.core.agent;

import com.google.common.collect.Iterables;
import io.stowage.core.agent.Action.Call;
import io.stowage.core.agent.Action.Confirm;
import io.stowage.core.agent.Action.Forget;
import io.stowage.core.agent.Action.Mark;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.core.agent.spec.ContainerNames;
import io.stowage.core.world.World;
import io.stowage.model.TaskStatus;
import io.stowage.spi.ContainerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Supervises the tasks of the instance: hands evidence to what is known of each, has the decider say what follows, and does it.
 *
 * <p>Orders wait until there are both a manifest and a complete list: a task is taken up together with the containers that it already
 * has. While the host is out of reach, or the agent's licence does not hold, evidence is taken and nothing is decided.
 */
final class Supervisor {

    private final World world;
    private final AgentStrand strand;
    private final TaskCalls calls;
    private final Outbox outbox;
    private final AgentSettings settings;
    private final Bounds bounds;
    private final Strangers strangers;

    private final Map<String, Supervised> tasks = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    /** Tasks of which the last manifest did not speak. */
    private final Set<String> omitted = new LinkedHashSet<>();

    private final Absences absences = new Absences();
    private final TaskPlans plans = new TaskPlans();
    private final HostPortClaims ports = new HostPortClaims();
    /** The list after which nothing has happened: given once more, it tells nothing. Null if something may have. */
    private @Nullable List<ContainerState> settledBy;

    private TaskDecider.Terms terms;
    private boolean reachable;
    /** Whether something was not decided, because the licence did not hold. */
    private boolean suspended;

    /**
     * What the supervisor keeps to.
     *
     * @param licence whether it may act
     * @param confirm has a list made that is begun after a tick
     * @param confirmAfresh has a list made after a while, over a new connection
     */
    record Bounds(Licence licence, LongConsumer confirm, Runnable confirmAfresh) {}

    /** Where a container is found among the tasks. */
    private record Place(Supervised supervised, KnownContainer container) {}

    Supervisor(
            World world,
            AgentStrand strand,
            TaskCalls calls,
            Outbox outbox,
            Strangers strangers,
            AgentSettings settings,
            Bounds bounds) {
        this.world = world;
        this.strand = strand;
        this.calls = calls;
        this.outbox = outbox;
        this.strangers = strangers;
        this.settings = settings;
        this.terms = terms(true);
        this.bounds = bounds;
    }

    private TaskDecider.Terms terms(boolean agentChecksHealth) {
        return new TaskDecider.Terms(agentChecksHealth, settings.deadlines().start(), settings.retention());
    }

    // Orders

    /** Takes up the task of an order, or takes a new order for it. */
    void order(TaskOrder order) {
        Supervised known = tasks.get(order.taskId());
        Supervised supervised = known == null ? accept(order) : known;
        omitted.remove(order.taskId());
        supervised.task().desire(order.desiredStatus());
        settle(supervised);
    }

    private Supervised accept(TaskOrder order) {
        settledBy = null;
        KnownTask task = KnownTask.accept(plans.of(order), strangers.claim(order.taskId()), now());
        Supervised supervised = new Supervised(task);
        tasks.put(order.taskId(), supervised);
        task.containers().forEach(c -> places.put(c.plan().hostName(), new Place(supervised, c)));
        ports.add(task.plan().reservedHostPorts());
        return supervised;
    }

    /** A full manifest was given: everything is reported once, and what it leaves out is asked about. */
    void manifest(Set<String> taskIds) {
        for (Supervised supervised : tasks.values()) {
            KnownTask task = supervised.task();
            boolean spokenOf = taskIds.contains(task.taskId());
            if (spokenOf || !task.isSettled()) {
                if (spokenOf) {
                    omitted.remove(task.taskId());
                } else {
                    omitted.add(task.taskId());
                }
                outbox.full(task);
            }
        }
    }

    /** The tasks to ask the control plane about. */
    List<AgentWord.Question> questions() {
        if (omitted.isEmpty() && strangers.isEmpty()) {
            return List.of();
        }
        List<AgentWord.Question> questions = new ArrayList<>(strangers.questions());
        for (String taskId : omitted) {
            Supervised known = tasks.get(taskId);
            if (known != null) {
                questions.add(new AgentWord.Question(
                        taskId, known.task().plan().order().commit()));
            }
        }
        return questions;
    }

    /** There is no such task. */
    void confirmUnknown(String taskId) {
        Supervised known = tasks.get(taskId);
        if (known != null && omitted.contains(taskId)) {
            disown(known);
        }
        if (!tasks.containsKey(taskId)) {
            strangers.confirmUnknown(taskId);
        }
    }

    /** There is no task at all, and never will be: whatever is there and will be found, goes. */
    void disownAll() {
        List.copyOf(tasks.values()).forEach(this::disown);
        strangers.unwantAll();
    }

    /** Whether there is no container here. */
    boolean hasNothing() {
        return tasks.isEmpty() && strangers.isEmpty();
    }

    private void disown(Supervised supervised) {
        for (KnownContainer container : supervised.task().containers()) {
            ContainerState seen = container.run().seen();
            if (seen != null) {
                strangers.found(supervised.task().taskId(), seen);
            }
        }
        forget(supervised);
    }

    /** The control plane has committed what a report said. */
    void committed(TaskReport report) {
        Supervised supervised = tasks.get(report.taskId());
        if (supervised == null) {
            return;
        }
        if (report.lastStatus() == TaskStatus.STOPPED) {
            supervised.task().stoppedAcknowledged(now());
            settle(supervised);
        } else if (supervised.task().committed(report)) {
            settle(supervised, false);
        }
    }

    // Evidence

    /** Whether the runtime runs health checks by itself. */
    void runtimeChecksHealth(boolean itDoes) {
        terms = terms(!itDoes);
    }

    /** The host can be reached, or no longer. */
    void reachable(boolean isReachable) {
        boolean again = isReachable && !reachable;
        reachable = isReachable;
        if (again) {
            takeUpAgain();
        }
    }

    /** What was left while nothing could be done is decided now. */
    private void takeUpAgain() {
        suspended = !bounds.licence.holds();
        if (!suspended) {
            Moment now = now();
            for (Supervised supervised : List.copyOf(tasks.values())) {
                supervised.task().containers().forEach(c -> c.sight().reconnected(now));
                if (!supervised.task().isSettled()) {
                    outbox.full(supervised.task());
                }
                settle(supervised);
            }
        }
    }

    /** A complete list that was begun at this tick. The very list of last time is passed over if nothing has happened since. */
    @SuppressWarnings("ReferenceEquality")
    void listed(Link.Listing listing) {
        if (suspended && reachable) {
            takeUpAgain();
        }
        if (listing.containers() != settledBy) {
            compare(listing);
        }
    }

    private void compare(Link.Listing listing) {
        List<ContainerState> containers = listing.containers();
        long listTick = listing.tick();
        Moment now = now();
        Set<Supervised> news = new LinkedHashSet<>();
        strangers.clear();
        for (ContainerState state : containers) {
            Place place = places.get(state.name());
            if (place == null) {
                foundStranger(state);
            } else if (place.container().listed(state, listTick, now)) {
                news.add(place.supervised());
            }
        }
        boolean allJudged = absences.judge(containersOfTasks(), listing);
        if (!allJudged) {
            bounds.confirmAfresh.run();
        }
        for (Place place : places.values()) {
            KnownContainer container = place.container();
            allJudged &= container.judgedBy(listTick);
            if (!container.sight().wasListed(listTick) && absences.missed(container, listTick, now)) {
                news.add(place.supervised());
            }
        }
        strangers.listed();
        settledBy = allJudged && strangers.isEmpty() ? containers : null;
        news.forEach(this::settle);
    }

    private Iterable<KnownContainer> containersOfTasks() {
        return Iterables.transform(places.values(), Place::container);
    }

    private void foundStranger(ContainerState state) {
        @Nullable String taskId = state.labels().get(ContainerLabels.TASK);
        if (taskId != null && !tasks.containsKey(taskId) && hasOwnName(taskId, state)) {
            strangers.found(taskId, state);
        }
    }

    /** Labels can be copied; but an agent gives no container another name than the one that belongs to its labels. */
    private static boolean hasOwnName(String taskId, ContainerState state) {
        Map<String, String> labels = state.labels();
        return state.name()
                .equals(ContainerNames.of(
                        labels.getOrDefault(ContainerLabels.CLUSTER, ""),
                        taskId,
                        labels.getOrDefault(ContainerLabels.CONTAINER, "")));
    }

    void hinted(List<String> containerNames) {
        Moment now = now();
        for (String name : containerNames) {
            Place place = places.get(name);
            if (place != null && place.container().hinted(now)) {
                settle(place.supervised());
            }
        }
    }

    // Decisions

    /** Something is new about the task: decides, acts and tells. */
    private void settle(Supervised supervised) {
        settle(supervised, true);
    }

    /** @param news whether there is anything to tell of the task, even if nothing is to be done about it */
    private void settle(Supervised supervised, boolean news) {
        if (!reachable || supervised.forgotten() || !mayAct()) {
            return;
        }
        boolean tell = news;
        Decision decision;
        do {
            decision = TaskDecider.decide(supervised.task(), terms, now());
            for (Action action : decision.actions()) {
                act(action, supervised);
                tell |= changesTask(action);
            }
        } while (decision.hasMarks() && !supervised.forgotten());
        if (supervised.releasesPorts()) {
            ports.remove(supervised.task().plan().reservedHostPorts());
        }
        if (!supervised.forgotten()) {
            if (tell) {
                outbox.changed(supervised.task());
            }
            sleepUntil(decision.wakeAt(), supervised);
        }
    }

    private boolean mayAct() {
        suspended |= !bounds.licence.holds();
        return !suspended;
    }

    /** By far the most that happens to a task that runs is a check, and beginning one tells nothing. */
    private static boolean changesTask(Action action) {
        return !(action instanceof Call call && call.verb().checks());
    }

    private void act(Action action, Supervised supervised) {
        KnownTask task = supervised.task();
        if (action instanceof Call call) {
            if (changesTask(call)) {
                settledBy = null;
            }
            KnownContainer container = task.container(call.container());
            List<Integer> others =
                    call.verb() == Verb.CREATE ? ports.beside(task.plan().reservedHostPorts()) : List.of();
            calls.send(call.verb(), task, container, others, news -> settle(supervised, news));
        } else if (action instanceof Confirm confirmation) {
            bounds.confirm.accept(confirmation.tick());
        } else if (action instanceof Forget) {
            forget(supervised);
        } else if (action instanceof Mark mark) {
            task.apply(mark, now());
        }
    }

    private void forget(Supervised supervised) {
        settledBy = null;
        supervised.forget();
        KnownTask task = supervised.task();
        tasks.remove(task.taskId());
        omitted.remove(task.taskId());
        task.hostNames().forEach(places::remove);
        outbox.forget(task);
        if (supervised.releasesPorts()) {
            ports.remove(task.plan().reservedHostPorts());
        }
    }

    private void sleepUntil(long wakeAt, Supervised supervised) {
        if (wakeAt == Moment.NEVER) {
            supervised.wake(wakeAt, () -> {});
        }
        if (wakeAt >= supervised.wakeAt()) {
            return;
        }
        Duration delay = Duration.ofNanos(Math.max(0, wakeAt - world.monotonicNanos()));
        supervised.wake(wakeAt, strand.schedule(delay, () -> {
            supervised.woken();
            settle(supervised, false);
        }));
    }

    private Moment now() {
        return new Moment(world.monotonicNanos(), world.now());
    }
}
