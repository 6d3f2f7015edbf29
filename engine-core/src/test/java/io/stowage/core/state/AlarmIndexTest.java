package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which services an alarm is looked up for. */
class AlarmIndexTest {

    private final AlarmIndex index = new AlarmIndex();

    private static Service service(String name, boolean enable, String... alarms) {
        return StateFixture.service(name, 1).toBuilder()
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .alarms(new DeploymentAlarms(List.of(alarms), true, enable))
                        .build())
                .build();
    }

    @Test
    void anAlarmFindsThoseThatWatchItInTheOrderOfTheirNames() {
        index.serviceChanged(service("web", true, "errors", "latency"));
        index.serviceChanged(service("api", true, "errors"));
        assertThat(index.watching("errors")).containsExactly("api", "web");
        assertThat(index.watching("latency")).containsExactly("web");
        assertThat(index.watching("disk")).isEmpty();
        assertThat(index.watched()).containsExactly("errors", "latency");
    }

    @Test
    void whatAServiceWatchesNoMoreIsForgottenAndWhatOthersWatchIsNot() {
        index.serviceChanged(service("web", true, "errors", "latency"));
        index.serviceChanged(service("api", true, "errors"));
        index.serviceChanged(service("web", true, "disk"));
        assertThat(index.watching("errors")).containsExactly("api");
        assertThat(index.watched()).containsExactly("disk", "errors");
        index.serviceGone("api");
        index.serviceGone("nobody");
        assertThat(index.watched()).containsExactly("disk");
    }

    @Test
    void alarmsThatAreNotEnabledAndThoseOfAServiceThatIsNotActiveAreNotWatched() {
        Service web = service("web", true, "errors");
        index.serviceChanged(web);
        index.serviceChanged(service("web", false, "errors"));
        assertThat(index.watched()).isEmpty();
        index.serviceChanged(web);
        assertThat(index.watched()).containsExactly("errors");
        index.serviceChanged(web.toBuilder().status(ServiceStatus.DRAINING).build());
        assertThat(index.watched()).isEmpty();
        index.serviceChanged(web);
        index.serviceChanged(StateFixture.service("web", 1));
        assertThat(index.watched()).isEmpty();
    }

    @Test
    void theStateKeepsItInStepWithItsServices() {
        StateRig rig = new StateRig();
        rig.commit(StoredPartition.NOW, transaction -> {
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(service("web", true, "errors"));
        });
        assertThat(rig.state().servicesWatching("errors")).containsExactly("web");
        assertThat(rig.state().watchedAlarms()).containsExactly("errors");
        assertThat(rig.read().watchedAlarms()).containsExactly("errors");
        rig.commit(StoredPartition.NOW, transaction -> transaction.deleteService("web"));
        assertThat(rig.state().watchedAlarms()).isEmpty();
    }
}
