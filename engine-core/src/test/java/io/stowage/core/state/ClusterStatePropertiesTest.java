package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.service.TaskBucket;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import io.stowage.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** What the state derives as it changes equals what it derives when it is read anew from what was committed. */
class ClusterStatePropertiesTest {

    private static final List<HealthStatus> HEALTH = List.of(HealthStatus.values());
    private static final List<String> INSTANCES = List.of("i1", "i2", "i3");

    /** The latest write of each record, in the order of the commits. */
    private final Map<String, Write> feed = new LinkedHashMap<>();

    private StateRig rig = new StateRig();
    private ClusterState state = rig.state();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int nextTask = 1;

    @Property
    void a_state_that_changed_equals_one_that_is_read(@ForAll long seed) {
        Random random = new Random(seed);
        begin();
        for (int turn = 0; turn < 40; turn++) {
            now = now.plusSeconds(random.nextInt(30));
            commit(transaction -> {
                for (int i = 0; i <= random.nextInt(4); i++) {
                    change(transaction, random);
                }
            });
            state.services().forEach(service -> state.mature(service, now));
            assertThat(StateCounts.kept(state)).isEqualTo(StateCounts.counted(state));
        }
        assertThat(picture(state)).isEqualTo(picture(read()));
    }

    @Property
    void a_state_that_was_folded_equals_one_that_is_read(@ForAll long seed) {
        Random random = new Random(seed);
        begin();
        ClusterState followed = read();
        StateFold fold = new StateFold(followed, (type, json) -> {
            throw new AssertionError("nothing is serialised here");
        });
        for (int look = 0; look < 15; look++) {
            feed.clear();
            for (int turn = random.nextInt(4); turn > 0; turn--) {
                now = now.plusSeconds(random.nextInt(30));
                commit(transaction -> {
                    for (int i = 0; i <= random.nextInt(4); i++) {
                        changeAnything(transaction, random);
                    }
                });
                state.services().forEach(service -> state.mature(service, now));
            }
            Map<String, Task> before = tasks(followed);
            FoldedChanges changes = fold.fold(List.copyOf(feed.values()));
            assertThat(fold.broken()).isFalse();
            followed.services().forEach(service -> followed.mature(service, now));
            assertThat(kept(followed)).isEqualTo(kept(read()));
            assertThat(StateCounts.kept(followed)).isEqualTo(StateCounts.counted(followed));
            Map<String, Task> after = tasks(followed);
            Map<String, Task> changed = new TreeMap<>(after);
            changed.values().removeIf(before::containsValue);
            assertThat(changes.changed(Kind.TASK, Task.class)).containsExactlyInAnyOrderElementsOf(changed.values());
            assertThat(changes.deleted(Kind.TASK)).containsAll(minus(before, after));
        }
    }

    private static Map<String, Task> tasks(ClusterState of) {
        Map<String, Task> tasks = new TreeMap<>();
        of.tasks().forEach(task -> tasks.put(Ids.shortId(task.taskArn()), task));
        return tasks;
    }

    private static List<String> minus(Map<String, Task> these, Map<String, Task> those) {
        return these.keySet().stream().filter(id -> !those.containsKey(id)).toList();
    }

    /** Everything that a follower keeps. */
    private static Map<String, Object> kept(ClusterState of) {
        Map<String, Object> kept = picture(of);
        kept.put("tokens", new TreeMap<>(of.tokens));
        kept.put("inactive", new TreeMap<>(of.inactiveServices));
        kept.put("attachments", List.copyOf(of.attachments()));
        kept.put("names", new TreeMap<>(of.instanceNames));
        kept.put("versions", named(of.versions));
        kept.put("tasks", tasks(of));
        kept.put("stopped", of.taskCount(TaskStatus.STOPPED));
        of.services().forEach(service -> {
            String name = service.record().serviceName();
            kept.put("events of " + name, List.copyOf(service.events()));
            kept.put("stopped of " + name, service.lastStopped(1000).size());
        });
        return kept;
    }

    @Property
    void a_part_that_is_rolled_back_was_never_there(@ForAll long seed) {
        Random random = new Random(seed);
        begin();
        for (int turn = 0; turn < 20; turn++) {
            now = now.plusSeconds(random.nextInt(30));
            commit(transaction -> {
                change(transaction, random);
                // Who has run long enough by now is a fact of its own.
                state.services().forEach(service -> state.mature(service, now));
                Map<String, String> before = fullPicture(transaction);
                transaction.savepoint();
                for (int i = 0; i <= random.nextInt(8); i++) {
                    changeAnything(transaction, random);
                }
                transaction.rollback();
                assertThat(StateCounts.kept(state)).isEqualTo(StateCounts.counted(state));
                Map<String, String> after = fullPicture(transaction);
                after.keySet().removeIf(what -> after.get(what).equals(before.get(what)));
                assertThat(after).isEmpty();
                transaction.orders().forEach((instance, of) -> of.forEach(order -> isAsTheTaskIs(instance, order)));
                change(transaction, random);
            });
            state.services().forEach(service -> state.mature(service, now));
        }
        assertThat(picture(state)).isEqualTo(picture(read()));
    }

    /** An order too many says what is so anyway. */
    private void isAsTheTaskIs(String instance, TaskOrder order) {
        Task task = Objects.requireNonNull(state.task(order.taskId()));
        assertThat(Ids.shortIdOrNull(task.containerInstanceArn())).isEqualTo(instance);
        assertThat(order.desiredStatus()).isEqualTo(task.desiredStatus());
    }

    private void changeAnything(Transaction transaction, Random random) {
        ServiceState service = state.service(random.nextBoolean() ? "a" : "b");
        switch (random.nextInt(10)) {
            case 0 -> transaction.putService(StateFixture.service("a", 3, 2, 1));
            case 1 -> transaction.putService(StateFixture.service("c", 1));
            case 2 -> {
                if (service != null) {
                    transaction.addEvent(service, "said");
                }
            }
            case 3 -> {
                String token = "t" + random.nextInt(3);
                transaction.deleteToken(token);
                transaction.putToken(new ClientToken(token, "", List.of(), now));
            }
            case 4 -> transaction.deleteToken("t" + random.nextInt(3));
            case 5 -> transaction.putDefinition(StateFixture.definition(4));
            case 6 -> {
                transaction.putInstance(StateFixture.instance("i4", "z1", ContainerInstanceStatus.ACTIVE));
                Attachment attachment =
                        new Attachment("i4", "engine", 1 + random.nextInt(9), random.nextBoolean() ? "here" : null);
                transaction.putAttachment(attachment);
                if (random.nextBoolean()) {
                    transaction.deleteInstance("i4");
                    transaction.putAttachment(attachment.deregistered(
                            StateFixture.instance("i4", "z1", ContainerInstanceStatus.ACTIVE), now));
                }
                if (random.nextInt(4) == 0) {
                    transaction.deleteAttachment("i4");
                }
            }
            case 8 -> {
                ServiceState c = state.service("c");
                if (c != null) {
                    transaction.putService(c.record().toBuilder()
                            .status(io.stowage.model.ServiceStatus.INACTIVE)
                            .deployments(List.of())
                            .build());
                }
            }
            case 7 -> {
                if (state.service("c") != null) {
                    transaction.deleteService("c");
                }
            }
            default -> change(transaction, random);
        }
    }

    /** Everything that a part may have changed, what is to be written and told too. */
    private Map<String, String> fullPicture(Transaction transaction) {
        Map<String, Object> all = picture(state);
        all.put("versions", named(state.versions));
        all.put("tokens", new TreeMap<>(state.tokens));
        all.put("inactive", new TreeMap<>(state.inactiveServices));
        all.put("attachments", List.copyOf(state.attachments()));
        all.put("local attachments", List.copyOf(state.localAttachments()));
        all.put("former instance", String.valueOf(state.oldestFormer()));
        all.put("meta", state.meta());
        all.put("stopped", state.oldestStopped() == null ? 0 : state.oldestStopped());
        for (Kind kind : Kind.values()) {
            all.put("changed " + kind, transaction.changed(kind, Object.class));
            all.put("deleted " + kind, transaction.deleted(kind));
        }
        all.put("services", List.copyOf(transaction.serviceChanges()));
        all.put("notes", List.copyOf(transaction.notes()));
        state.services()
                .forEach(service ->
                        all.put("events of " + service.record().serviceName(), List.copyOf(service.events())));
        Map<String, String> text = new TreeMap<>();
        all.forEach((what, how) -> text.put(what, how.toString()));
        return text;
    }

    private static Map<String, Long> named(Map<RecordKey, Long> versions) {
        Map<String, Long> named = new TreeMap<>();
        versions.forEach((key, version) -> named.put(key.toString(), version));
        return named;
    }

    private void found(Transaction transaction) {
        for (String id : INSTANCES) {
            transaction.putInstance(StateFixture.instance(id, "z" + id.charAt(1) % 2, ContainerInstanceStatus.ACTIVE));
        }
        for (int revision = 1; revision <= 3; revision++) {
            transaction.putDefinition(StateFixture.definition(revision));
        }
        transaction.putService(StateFixture.service("a", 2, 1));
        transaction.putService(StateFixture.service("b", 3));
    }

    private void change(Transaction transaction, Random random) {
        List<Task> tasks = new ArrayList<>();
        state.tasks().forEach(tasks::add);
        int kind = random.nextInt(11);
        if (kind < 3 || tasks.isEmpty()) {
            add(transaction, random);
        } else if (kind < 8) {
            advance(transaction, tasks.get(random.nextInt(tasks.size())), random);
        } else if (kind == 10) {
            Service service = Objects.requireNonNull(state.service(random.nextBoolean() ? "a" : "b"))
                    .record();
            transaction.putService(service.toBuilder()
                    .healthCheckGracePeriodSeconds(random.nextBoolean() ? null : random.nextInt(120))
                    .build());
        } else if (kind == 8) {
            ContainerInstanceStatus status =
                    random.nextBoolean() ? ContainerInstanceStatus.DRAINING : ContainerInstanceStatus.ACTIVE;
            String id = INSTANCES.get(random.nextInt(INSTANCES.size()));
            transaction.putInstance(StateFixture.instance(id, "z" + random.nextInt(2), status));
        } else {
            Task oldest = state.oldestStopped();
            if (oldest != null) {
                transaction.deleteTask(Ids.shortId(oldest.taskArn()));
            }
        }
    }

    private void add(Transaction transaction, Random random) {
        String service = random.nextInt(3) == 0 ? "b" : "a";
        int revision = service.equals("b") ? 3 : 1 + random.nextInt(2);
        String instance = INSTANCES.get(random.nextInt(INSTANCES.size()));
        Task task = StateFixture.task(String.format("t%04d", nextTask++), instance, service, revision, now);
        transaction.addTask(random.nextInt(3) == 0 ? waiting(task) : task);
    }

    private static Task waiting(Task task) {
        return task.toBuilder()
                .lastStatus(TaskStatus.PROVISIONING)
                .capacityProviderName("pool")
                .containerInstanceArn(null)
                .build();
    }

    private void advance(Transaction transaction, Task task, Random random) {
        if (task.lastStatus() == TaskStatus.STOPPED) {
            return;
        }
        String id = Ids.shortId(task.taskArn());
        if (random.nextInt(4) == 0) {
            transaction.changeTask(id, next -> next.protectionExpirationDate(protection(random)));
            return;
        }
        transaction.changeTask(id, next -> {
            switch (task.lastStatus()) {
                case PROVISIONING -> {
                    next.containerInstanceArn(
                                    StateFixture.IDS.containerInstance(INSTANCES.get(random.nextInt(INSTANCES.size()))))
                            .lastStatus(TaskStatus.PENDING);
                    if (random.nextInt(4) == 0) {
                        next.containerInstanceArn(null)
                                .desiredStatus(DesiredStatus.STOPPED)
                                .lastStatus(TaskStatus.STOPPED)
                                .stoppedAt(now);
                    }
                }
                case PENDING ->
                    next.lastStatus(TaskStatus.RUNNING)
                            .startedAt(now)
                            .containers(List.of(StateFixture.container(id, List.of(binding(random)))));
                case RUNNING -> {
                    if (random.nextBoolean()) {
                        next.healthStatus(HEALTH.get(random.nextInt(HEALTH.size())));
                    } else if (random.nextBoolean()) {
                        next.desiredStatus(DesiredStatus.STOPPED);
                    } else {
                        next.desiredStatus(DesiredStatus.STOPPED)
                                .lastStatus(TaskStatus.STOPPED)
                                .stoppedAt(now);
                    }
                }
                default ->
                    next.desiredStatus(DesiredStatus.STOPPED)
                            .lastStatus(TaskStatus.STOPPED)
                            .stoppedAt(now);
            }
        });
    }

    /** None, one that has expired, or one that outlives the test. */
    private @Nullable Instant protection(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> now.minus(Duration.ofDays(1));
            default -> now.plus(Duration.ofDays(1 + random.nextInt(2)));
        };
    }

    private static NetworkBinding binding(Random random) {
        return NetworkBinding.port("0.0.0.0", 80, 32768 + random.nextInt(1000), TransportProtocol.TCP);
    }

    private void begin() {
        rig = new StateRig();
        state = rig.state();
        nextTask = 1;
        commit(this::found);
    }

    private void commit(Consumer<Transaction> changes) {
        for (Write write : rig.commit(now, changes)) {
            String key = write.kind() + "/" + write.id();
            feed.remove(key);
            feed.put(key, write);
        }
    }

    private ClusterState read() {
        ClusterState read = rig.read();
        read.services().forEach(service -> read.mature(service, now));
        return read;
    }

    private static Map<String, Object> picture(ClusterState state) {
        Map<String, Object> picture = new TreeMap<>();
        for (InstanceState instance : state.instances()) {
            picture.put("instance " + instance.id(), instance.described());
            picture.put(
                    "groups of " + instance.id(),
                    List.of(instance.tasksOfGroup("service:a"), instance.tasksOfGroup("service:b")));
            picture.put("reservable ports of " + instance.id(), instance.remainingPortReservations());
        }
        for (ServiceState service : state.services()) {
            String name = service.record().serviceName();
            picture.put(
                    "service " + name,
                    service.described().toBuilder().events(List.of()).build());
            picture.put("next maturity of " + name, String.valueOf(service.nextMaturity()));
            service.deploymentStates()
                    .forEach(deployment ->
                            picture.put("deployment " + deployment.deployment().id(), buckets(deployment)));
            for (String id : INSTANCES) {
                picture.put(
                        name + " on " + id,
                        service.tasksByInstance().getOrDefault(StateFixture.IDS.containerInstance(id), 0));
            }
        }
        List<String> waiting = new ArrayList<>();
        state.provisioning().forEach(task -> waiting.add(task.taskArn()));
        picture.put("provisioning", waiting);
        picture.put("histories", new TreeMap<>(state.pastDeployments));
        picture.put("definitions", List.copyOf(new TreeMap<>(state.definitions).keySet()));
        state.definitions.forEach((arn, definition) -> picture.put("users of " + arn, definition.users));
        return picture;
    }

    private static Map<String, Object> buckets(DeploymentState deployment) {
        Map<String, Object> buckets = new TreeMap<>();
        for (TaskBucket bucket : TaskBucket.values()) {
            List<String> ids = new ArrayList<>();
            deployment.tasks(bucket).forEach(task -> ids.add(task.task().taskArn()));
            ids.sort(String::compareTo);
            buckets.put(bucket.name(), ids);
            buckets.put("protected " + bucket, deployment.protectedCount(bucket));
        }
        buckets.put("stopping", deployment.stopping());
        return buckets;
    }
}
