package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.on;
import static io.stowage.core.agent.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.agent.ContainerPlan.Dependency;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.core.agent.spec.SpecHash;
import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerDependency;
import io.stowage.model.ContainerOverride;
import io.stowage.model.HealthCheck;
import io.stowage.model.PortMapping;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskOverride;
import io.stowage.spi.ContainerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an order means for each container of its task. */
class TaskPlansTest {

    private final TaskPlans plans = new TaskPlans();

    private static TaskOrder overriding(TaskOrder order, ContainerOverride override) {
        return new TaskOrder(
                order.taskId(),
                order.taskArn(),
                order.clusterName(),
                order.definition(),
                new TaskOverride(List.of(override), null, null, null, null, null),
                order.desiredStatus(),
                order.lastStatus(),
                order.lastHealth(),
                Map.of(),
                Map.of(),
                List.of(),
                order.commit());
    }

    @Test
    void aContainerIsKnownByItsPlaceItsNameOnTheHostAndItsArn() {
        TaskPlan plan =
                plans.of(order(container("web"), container("db").portMappings(List.of(PortMapping.of(80, 8080)))));
        ContainerPlan db = plan.containers().get(1);
        assertThat(db.index()).isEqualTo(1);
        assertThat(db.name()).isEqualTo("db");
        assertThat(db.hostName()).isEqualTo(Samples.host("db"));
        assertThat(db.containerArn())
                .isEqualTo("arn:aws:ecs:local:000000000000:container/default/" + Samples.TASK_ID + "/db");
        assertThat(plan.reservedHostPorts()).containsExactly(8080);
        assertThat(plan.definition()).isEqualTo(plan.order().definition());
    }

    @Test
    void whoDependsOnWhomIsKnownFromBothSides() {
        TaskPlan plan = plans.of(order(
                container("web")
                        .dependsOn(List.of(
                                new ContainerDependency("db", ContainerCondition.HEALTHY),
                                new ContainerDependency("setup", ContainerCondition.SUCCESS))),
                container("setup"),
                container("db").dependsOn(on("setup", ContainerCondition.COMPLETE))));
        assertThat(plan.containers().get(0).dependencies())
                .containsExactly(
                        new Dependency(2, ContainerCondition.HEALTHY), new Dependency(1, ContainerCondition.SUCCESS));
        assertThat(plan.containers())
                .extracting(ContainerPlan::dependents)
                .containsExactly(List.of(), List.of(0, 2), List.of(0));
    }

    @Test
    void nobodyDependsOnWhatIsNotThere() {
        TaskOrder order = order(container("web").dependsOn(on("db", ContainerCondition.START)));
        assertThatThrownBy(() -> plans.of(order))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dependsOn names the container db");
    }

    @Test
    void theHealthOfATaskDependsOnEssentialContainersThatAreChecked() {
        HealthCheck check = HealthCheck.shell("check");
        TaskPlan plan = plans.of(order(
                container("a").healthCheck(check),
                container("b"),
                container("c").essential(false).healthCheck(check)));
        assertThat(plan.containers()).extracting(ContainerPlan::countsForHealth).containsExactly(true, false, false);
        assertThat(plan.containers()).extracting(ContainerPlan::essential).containsExactly(true, true, false);
    }

    @Test
    void overridesAreAppliedAndAreNoOtherTasks() {
        TaskOrder plain = order(container("web").cpu(10));
        TaskOrder changed = overriding(
                plain, ContainerOverride.builder().name("web").cpu(20).build());
        assertThat(plans.of(plain).containers().get(0).definition().cpu()).isEqualTo(10);
        assertThat(plans.of(changed).containers().get(0).definition().cpu()).isEqualTo(20);
        assertThat(plans.of(plain).containers().get(0).definition().cpu()).isEqualTo(10);
    }

    @Test
    void aRevisionIsWorkedOutOnceAndAnewIfItIsAnother() {
        ContainerPlan first =
                plans.of(order(container("web").cpu(10))).containers().get(0);
        ContainerPlan again =
                plans.of(order(container("web").cpu(10))).containers().get(0);
        assertThat(again.definition()).isSameAs(first.definition());
        ContainerPlan other =
                plans.of(order(container("web").cpu(20))).containers().get(0);
        assertThat(other.definition().cpu()).isEqualTo(20);
    }

    @Test
    void theRevisionThatCameFirstIsForgottenFirst() {
        TaskDefinition first = Samples.definition(container("web"));
        ContainerPlan known = plans.of(order("t", first)).containers().get(0);
        forgetTheOldest();
        ContainerPlan anew = plans.of(order("t", Samples.definition(container("web"))))
                .containers()
                .get(0);
        assertThat(anew.definition()).isEqualTo(known.definition()).isNotSameAs(known.definition());
    }

    private void forgetTheOldest() {
        for (int revision = 2; revision <= 65; revision++) {
            plans.of(order(
                    "t",
                    Samples.definition(container("web")).toBuilder()
                            .taskDefinitionArn("web:" + revision)
                            .build()));
        }
    }

    @Test
    void aRunOfAContainerIsRecognisedByItsLabels() {
        TaskPlan plan = plans.of(order(container("web")));
        ContainerPlan web = plan.containers().get(0);
        String arn = plan.definition().taskDefinitionArn();
        for (int run = 0; run < 3; run++) {
            assertThat(plan.specHash(web, run)).isEqualTo(SpecHash.of(arn, null, "web", run));
            assertThat(plan.owns(web, labels(plan, run))).isTrue();
        }
        assertThat(plan.owns(web, with(plan, ContainerLabels.RUN, "1")))
                .as("of another run")
                .isFalse();
        assertThat(plan.owns(web, with(plan, ContainerLabels.RUN, "?")))
                .as("of no run")
                .isFalse();
        assertThat(plan.owns(web, with(plan, ContainerLabels.TASK, "another"))).isFalse();
        assertThat(plan.owns(web, with(plan, ContainerSpec.SPEC_HASH_LABEL, "another")))
                .isFalse();
        assertThat(plan.owns(web, Map.of())).isFalse();
    }

    private static Map<String, String> labels(TaskPlan plan, int run) {
        return ContainerLabels.of(
                Map.of(),
                plan.order().taskId(),
                "web",
                run,
                plan.specHash(plan.containers().get(0), run));
    }

    private static Map<String, String> with(TaskPlan plan, String label, String value) {
        Map<String, String> labels = new LinkedHashMap<>(labels(plan, 0));
        labels.put(label, value);
        return labels;
    }
}
