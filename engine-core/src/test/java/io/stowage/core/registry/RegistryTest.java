package io.stowage.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.DeleteTaskDefinitionsResponse;
import io.stowage.ListClustersRequest;
import io.stowage.ListTaskDefinitionFamiliesRequest;
import io.stowage.ListTaskDefinitionsRequest;
import io.stowage.PartitionRole;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.definition.DefinitionCheck;
import io.stowage.core.store.StorePort;
import io.stowage.error.ClientException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServerException;
import io.stowage.model.ClusterStatus;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.Failure;
import io.stowage.model.SortOrder;
import io.stowage.model.Tag;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionFamilyStatus;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.spi.Commit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RegistryTest {

    private static final String PREFIX = "arn:stowage:ecs:local:000000000000";

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final Registry registry = started();

    private Registry started() {
        StorePort port = new StorePort(store, world.lane("store", 4), Duration.ofSeconds(10));
        Registry fresh = new Registry(world, port, PREFIX);
        fresh.start();
        return fresh;
    }

    private <T> T ask(RegistryOperation<T> operation) {
        return ask(registry, operation);
    }

    private <T> T ask(Registry of, RegistryOperation<T> operation) {
        try {
            return world.await(of.submit(operation), Duration.ofSeconds(30));
        } catch (ExecutionException failed) {
            throw (RuntimeException) failed.getCause();
        } catch (TimeoutException | InterruptedException noAnswer) {
            throw new AssertionError(noAnswer);
        }
    }

    private static RegisterTaskDefinition register(String family) {
        RegisterTaskDefinitionRequest request = RegisterTaskDefinitionRequest.builder()
                .family(family)
                .containerDefinitions(List.of(ContainerDefinition.builder()
                        .name("main")
                        .image("web")
                        .memory(64)
                        .build()))
                .tags(List.of(new Tag("team", "web")))
                .build();
        return new RegisterTaskDefinition(DefinitionCheck.check(request), "me");
    }

    private static Commit once(List<Commit> seen, Commit commit) {
        seen.add(commit);
        return commit;
    }

    @Test
    void eachRegistrationIsTheNextRevision() {
        TaskDefinition first = ask(register("web")).definition();
        TaskDefinition second = ask(register("web")).definition();

        assertThat(first.taskDefinitionArn()).isEqualTo(PREFIX + ":task-definition/web:1");
        assertThat(first.status()).isEqualTo(TaskDefinitionStatus.ACTIVE);
        assertThat(first.registeredBy()).isEqualTo("me");
        assertThat(first.registeredAt()).isEqualTo(world.now());
        assertThat(second.revision()).isEqualTo(2);
        assertThat(ask(new PreviewTaskDefinition(register("web").checked(), "")).revision())
                .isEqualTo(3);
        assertThat(ask(new DescribeTaskDefinition("web")).tags()).containsExactly(new Tag("team", "web"));
    }

    @Test
    void numbersAreNotUsedTwiceThoughAllRevisionsAreGone() {
        ask(register("web"));
        ask(new DeregisterTaskDefinition("web:1"));
        ask(new DeleteTaskDefinitions(List.of("web:1")));
        ask(new RemoveTaskDefinitions(List.of(PREFIX + ":task-definition/web:1")));

        assertThatThrownBy(() -> ask(new DescribeTaskDefinition("web:1"))).isInstanceOf(ClientException.class);
        assertThat(ask(new ListTaskDefinitionFamilies(new ListTaskDefinitionFamiliesRequest(null, null, null, null)))
                        .families())
                .isEmpty();
        assertThat(ask(register("web")).definition().revision()).isEqualTo(2);
    }

    @Test
    void findsByFamilyRevisionAndArn() {
        ask(register("web"));
        ask(register("web"));
        ask(new DeregisterTaskDefinition("web:2"));

        assertThat(ask(new DescribeTaskDefinition("web")).definition().revision())
                .isEqualTo(1);
        assertThat(ask(new DescribeTaskDefinition("web:2")).definition().status())
                .isEqualTo(TaskDefinitionStatus.INACTIVE);
        assertThat(ask(new DescribeTaskDefinition(PREFIX + ":task-definition/web:1"))
                        .definition()
                        .revision())
                .isEqualTo(1);
        for (String nobody : List.of("web:3", "we", "web:x", "", "arn:aws:ecs:eu:1:task-definition/web:1")) {
            assertThatThrownBy(() -> ask(new DescribeTaskDefinition(nobody)))
                    .isInstanceOf(ClientException.class)
                    .hasMessageStartingWith("Unable to describe task definition.");
        }
    }

    @Test
    void onlyWhatIsActiveIsUsable() {
        ask(register("web"));
        assertThat(ask(new UsableTaskDefinition("web:1")).definition().revision())
                .isEqualTo(1);
        TaskDefinition inactive = ask(new DeregisterTaskDefinition("web:1"));

        assertThat(inactive.deregisteredAt()).isEqualTo(world.now());
        assertThat(ask(new DeregisterTaskDefinition("web:1"))).isEqualTo(inactive);
        assertThatThrownBy(() -> ask(new UsableTaskDefinition("web:1")))
                .isInstanceOf(ClientException.class)
                .hasMessageStartingWith("TaskDefinition is inactive");
        assertThatThrownBy(() -> ask(new UsableTaskDefinition("web"))).isInstanceOf(ClientException.class);
    }

    @Test
    void onlyWhatIsInactiveIsDeleted() {
        ask(register("web"));
        ask(register("web"));
        ask(new DeregisterTaskDefinition("web:1"));

        DeleteTaskDefinitionsResponse answer =
                ask(new DeleteTaskDefinitions(List.of("web:1", "web:2", "web:3", "web:1")));

        assertThat(answer.taskDefinitions())
                .extracting(TaskDefinition::status)
                .containsExactly(TaskDefinitionStatus.DELETE_IN_PROGRESS);
        assertThat(answer.failures())
                .extracting(Failure::reason)
                .satisfiesExactly(
                        active -> assertThat(active).contains("still in ACTIVE status"),
                        missing -> assertThat(missing).contains("does not exist"));
        assertThat(ask(new DeletedTaskDefinitions())).containsExactly(PREFIX + ":task-definition/web:1");
        assertThat(ask(new RemoveTaskDefinitions(List.of(PREFIX + ":task-definition/web:2"))))
                .isEmpty();
        assertThat(ask(new DescribeTaskDefinition("web:2")).definition().revision())
                .isEqualTo(2);
        assertThatThrownBy(() -> ask(new DeleteTaskDefinitions(List.of())))
                .isInstanceOf(InvalidParameterException.class);
    }

    private List<String> list(String family, TaskDefinitionStatus status, SortOrder sort) {
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            var page = ask(new ListTaskDefinitions(new ListTaskDefinitionsRequest(family, status, sort, token, 3)));
            page.taskDefinitionArns().forEach(arn -> names.add(arn.substring(arn.indexOf('/') + 1)));
            token = page.nextToken();
        } while (token != null);
        return names;
    }

    @Test
    void listsInTheOrderOfFamiliesAndNumbers() {
        for (int i = 0; i < 11; i++) {
            ask(register("web"));
        }
        ask(register("we"));
        ask(register("web-2"));
        ask(new DeregisterTaskDefinition("web:1"));

        assertThat(list(null, null, null))
                .containsExactly(
                        "we:1", "web:2", "web:3", "web:4", "web:5", "web:6", "web:7", "web:8", "web:9", "web:10",
                        "web:11", "web-2:1");
        assertThat(list("web", null, SortOrder.DESC))
                .startsWith("web:11", "web:10", "web:9")
                .hasSize(10);
        assertThat(list("web", TaskDefinitionStatus.INACTIVE, null)).containsExactly("web:1");
    }

    @Test
    void listsFamilies() {
        ask(register("web"));
        ask(register("worker"));
        ask(register("web-2"));
        ask(new DeregisterTaskDefinition("web:1"));

        assertThat(families("we", null)).containsExactly("web", "web-2");
        assertThat(families(null, TaskDefinitionFamilyStatus.ACTIVE)).containsExactly("web-2", "worker");
        assertThat(families(null, TaskDefinitionFamilyStatus.INACTIVE)).containsExactly("web");
    }

    private List<String> families(String prefix, TaskDefinitionFamilyStatus status) {
        return ask(new ListTaskDefinitionFamilies(new ListTaskDefinitionFamiliesRequest(prefix, status, null, null)))
                .families();
    }

    @Test
    void aClusterIsProvisioningUntilItIsMovedOn() {
        BeginCluster begin = new BeginCluster("harbour", List.of(), List.of());
        RegisteredCluster made = ask(begin);
        assertThat(made.cluster().status()).isEqualTo(ClusterStatus.PROVISIONING);
        assertThat(ask(new ClusterEntry("harbour"))).contains(made);
        assertThat(ask(new ListClusters(new ListClustersRequest(null, null))).clusterArns())
                .isEmpty();
        assertThat(ask(new MoveCluster("harbour", made.version(), ClusterStatus.ACTIVE)))
                .isTrue();
        assertThat(ask(new MoveCluster("harbour", made.version(), ClusterStatus.INACTIVE)))
                .as("another engine has moved it on")
                .isFalse();
        RegisteredCluster active = ask(begin);
        assertThat(active.cluster().status()).isEqualTo(ClusterStatus.ACTIVE);
        assertThat(ask(new ListClusters(new ListClustersRequest(null, null))).clusterArns())
                .containsExactly(PREFIX + ":cluster/harbour");
        assertThat(ask(new MoveCluster("harbour", active.version(), ClusterStatus.INACTIVE)))
                .isTrue();
        RegisteredCluster again = ask(begin);
        assertThat(again.cluster().status()).isEqualTo(ClusterStatus.PROVISIONING);
        assertThat(again.version()).isEqualTo(4);
        assertThatThrownBy(() -> ask(new BeginCluster("a b", List.of(), List.of())))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("clusterName is 'a b'");
    }

    @Test
    void twoEnginesNeverGiveOutANumberTwice() {
        Registry other = started();
        ask(register("web"));
        // The other one has read the registry before that: its commit conflicts, and is decided anew.
        assertThat(ask(other, register("web")).definition().revision()).isEqualTo(2);
        assertThat(ask(register("web")).definition().revision()).isEqualTo(3);
        assertThat(ask(other, new DescribeTaskDefinition("web:1")).definition().family())
                .isEqualTo("web");
    }

    @Test
    void whatOneEngineCommitsTheOthersSeeAtOnce() {
        Registry other = started();
        ask(register("web"));
        assertThat(ask(other, new DescribeTaskDefinition("web")).definition().revision())
                .isEqualTo(1);
        ask(other, new BeginCluster("harbour", List.of(), List.of()));
        assertThat(ask(new ClusterEntry("harbour"))).isPresent();
        ask(other, new DeregisterTaskDefinition("web:1"));
        ask(other, new DeleteTaskDefinitions(List.of("web:1")));
        ask(other, new RemoveTaskDefinitions(List.of(PREFIX + ":task-definition/web:1")));
        assertThatThrownBy(() -> ask(new DescribeTaskDefinition("web:1"))).isInstanceOf(ClientException.class);
        assertThat(ask(register("web")).definition().revision()).isEqualTo(2);

        store.forgetChanges(Registry.PARTITION);
        ask(other, register("web"));
        store.forgetChanges(Registry.PARTITION);
        assertThat(ask(new DescribeTaskDefinition("web")).definition().revision())
                .isEqualTo(3);
    }

    @Test
    void whatWasCommittedIsReadBack() {
        ask(register("web"));
        ask(new BeginCluster("harbour", List.of(new Tag("a", "b")), List.of()));
        Registry next = started();

        assertThat(ask(next, new DescribeTaskDefinition("web"))).isEqualTo(ask(new DescribeTaskDefinition("web")));
        assertThat(ask(next, new ClusterEntries())).isEqualTo(ask(new ClusterEntries()));
    }

    @Test
    void aLostAnswerIsResolvedAndNothingIsDoneTwice() {
        ask(register("web"));
        List<Commit> lost = new ArrayList<>();
        store.afterCommit(commit -> {
            if (lost.isEmpty()) {
                once(lost, commit);
                throw new HandWorld.NoAnswer();
            }
        });
        assertThat(ask(register("web")).definition().revision()).isEqualTo(2);
        assertThat(ask(register("web")).definition().revision()).isEqualTo(3);
        assertThat(store.commits()).hasSize(3);
    }

    @Test
    void aCommitThatNeverArrivedIsSentAgainUnderItsId() {
        List<Commit> failed = new ArrayList<>();
        store.beforeCommit(commit -> {
            if (failed.size() < 3) {
                once(failed, commit);
                throw new IllegalStateException("the store is down");
            }
        });
        CompletableFuture<RegisteredDefinition> answer = registry.submit(register("web"));
        world.pass(Duration.ofMillis(50));
        assertThat(answer).isNotDone();
        assertThat(registry.health().lastError()).contains("the store is down");

        world.pass(Duration.ofSeconds(10));

        assertThat(answer)
                .isCompletedWithValueMatching(done -> done.definition().revision() == 1);
        assertThat(store.commits()).hasSize(4);
        assertThat(store.commits())
                .extracting(Commit::commitId)
                .containsOnly(failed.get(0).commitId());
        assertThat(registry.health().lastError()).isNull();
    }

    @Test
    void tellsHowItIs() {
        assertThat(registry.health().role()).isEqualTo(PartitionRole.NONE);
        ask(register("web"));
        world.pass(Duration.ofSeconds(7));

        assertThat(registry.health().role()).isEqualTo(PartitionRole.FOLLOWER);
        assertThat(registry.health().revision()).isEqualTo(1);
        assertThat(registry.health().loopAge()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void afterItsEndEverythingIsRefused() {
        registry.close();
        assertThatThrownBy(() -> ask(new ClusterEntries()))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("the engine is closed");
    }

    @Test
    void fieldsOfANewerEngineAreKept() {
        ask(register("web"));
        store.rewrite(Registry.PARTITION, text -> "{\"fromTheFuture\":[7]," + text.substring(1));
        Registry next = started();
        ask(next, register("web"));
        assertThat(store.text(Registry.PARTITION, "family", "web"))
                .contains("\"fromTheFuture\":[7]")
                .contains("\"lastRevision\":2");
    }
}
