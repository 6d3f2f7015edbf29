package io.stowage.core.placement;

import static io.stowage.model.TransportProtocol.TCP;
import static io.stowage.model.TransportProtocol.UDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDefinitionBuilder;
import io.stowage.model.ContainerOverride;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.ResourceRequirement;
import io.stowage.model.ResourceType;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionBuilder;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.model.TaskOverride;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemandTest {

    private static TaskDefinitionBuilder definition(ContainerDefinition... containers) {
        return TaskDefinition.builder()
                .taskDefinitionArn("arn:web:1")
                .family("web")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(containers));
    }

    private static ContainerDefinitionBuilder container(String name) {
        return ContainerDefinition.builder().name(name).image("image");
    }

    private static Demand of(TaskDefinitionBuilder definition) {
        return Demand.of(definition.build(), null);
    }

    private static List<HostPort> ports(NetworkMode mode, PortMapping... mappings) {
        return of(definition(container("app").portMappings(List.of(mappings)).build())
                        .networkMode(mode))
                .ports();
    }

    private static TaskOverride override(String cpu, String memory, ContainerOverride... containers) {
        return new TaskOverride(List.of(containers), cpu, memory, null, null, null);
    }

    @Test
    void containersAddUpWithTheSoftMemoryLimitWhereThereIsOne() {
        Demand demand = of(definition(
                container("app").cpu(256).memory(1024).memoryReservation(300).build(),
                container("sidecar").memory(128).build()));
        assertThat(demand).isEqualTo(new Demand(256, 428, 0, List.of()));
    }

    @Test
    void theSizeOfTheTaskGoesBeforeItsContainers() {
        ContainerDefinition app = container("app").cpu(256).memory(1024).build();
        assertThat(of(definition(app).cpu("512").memory("2048"))).isEqualTo(new Demand(512, 2048, 0, List.of()));
        assertThat(of(definition(app).cpu("512"))).isEqualTo(new Demand(512, 1024, 0, List.of()));
        assertThat(of(definition(app).cpu(".5 vCPU").memory("1.5GB"))).isEqualTo(new Demand(512, 1536, 0, List.of()));
    }

    @Test
    void overridesGoBeforeTheDefinition() {
        TaskDefinition definition = definition(
                        container("app")
                                .cpu(256)
                                .memory(1024)
                                .memoryReservation(300)
                                .build(),
                        container("sidecar").cpu(10).memory(128).build())
                .build();
        ContainerOverride cpu = ContainerOverride.builder().name("app").cpu(100).build();
        ContainerOverride soft = ContainerOverride.builder()
                .name("sidecar")
                .memory(512)
                .memoryReservation(64)
                .build();
        assertThat(Demand.of(definition, override(null, null, cpu, soft)))
                .isEqualTo(new Demand(110, 364, 0, List.of()));
        assertThat(Demand.of(definition, override("1 vCPU", "1 GB", cpu, soft)))
                .isEqualTo(new Demand(1024, 1024, 0, List.of()));
    }

    @Test
    void aSizeThatCannotBeReadIsRefused() {
        TaskDefinition definition =
                definition(container("app").memory(64).build()).build();
        assertThatThrownBy(() -> Demand.of(definition, override("lots", null)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("cpu is 'lots'");
        assertThatThrownBy(() -> Demand.of(definition, override(null, "1 TB")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("memory is '1 TB'");
    }

    @Test
    void gpusAddUp() {
        ContainerDefinition two = container("app")
                .memory(64)
                .resourceRequirements(List.of(new ResourceRequirement("2", ResourceType.GPU, null)))
                .build();
        ContainerDefinition one = container("other")
                .memory(64)
                .resourceRequirements(List.of(new ResourceRequirement("1", ResourceType.GPU, null)))
                .build();
        assertThat(of(definition(two, one)).gpus()).isEqualTo(3);
    }

    @Test
    void aBridgeTaskClaimsTheHostPortsThatAreNamed() {
        assertThat(ports(
                        NetworkMode.BRIDGE,
                        PortMapping.of(80, 8080),
                        PortMapping.of(81, 0),
                        PortMapping.of(82),
                        PortMapping.of(53, 53).toBuilder().protocol(UDP).build(),
                        PortMapping.builder().containerPortRange("100-110").build()))
                .containsExactly(new HostPort(TCP, 8080), new HostPort(UDP, 53));
        assertThat(ports(null, PortMapping.of(80, 8080))).containsExactly(new HostPort(TCP, 8080));
    }

    @Test
    void aHostOrAwsvpcTaskClaimsItsContainerPorts() {
        PortMapping[] mappings = {
            PortMapping.of(80), PortMapping.of(81, 0), PortMapping.of(82, 82), PortMapping.of(80, 80)
        };
        HostPort[] claims = {new HostPort(TCP, 80), new HostPort(TCP, 81), new HostPort(TCP, 82)};
        assertThat(ports(NetworkMode.HOST, mappings)).containsExactly(claims);
        assertThat(ports(NetworkMode.AWSVPC, mappings)).containsExactly(claims);
        assertThat(ports(
                        NetworkMode.AWSVPC,
                        PortMapping.builder().containerPortRange("100-102").build()))
                .containsExactly(new HostPort(TCP, 100), new HostPort(TCP, 101), new HostPort(TCP, 102));
    }

    @Test
    void aTaskWithoutANetworkClaimsNoPorts() {
        assertThat(ports(NetworkMode.NONE, PortMapping.of(80, 80))).isEmpty();
    }

    @Test
    void anOverrideOfTheHardLimitCountsWhereThereIsNoSoftOne() {
        TaskDefinition definition =
                definition(container("app").memory(1024).build()).build();
        ContainerOverride hard =
                ContainerOverride.builder().name("app").memory(700).build();
        assertThat(Demand.of(definition, override(null, null, hard)).memory()).isEqualTo(700);
        ContainerOverride other =
                ContainerOverride.builder().name("other").memory(1).build();
        assertThat(Demand.of(definition, override(null, null, other)).memory()).isEqualTo(1024);
        TaskDefinition unlimited = definition(container("app").build()).build();
        ContainerOverride nothing = ContainerOverride.builder().name("app").build();
        assertThat(Demand.of(unlimited, override(null, null, nothing)).memory()).isZero();
    }

    @Test
    void anOverrideOfTheGpusGoesBeforeTheDefinition() {
        TaskDefinition definition = definition(container("app")
                        .resourceRequirements(List.of(new ResourceRequirement("2", ResourceType.GPU, null)))
                        .build())
                .build();
        ContainerOverride one = ContainerOverride.builder()
                .name("app")
                .resourceRequirements(List.of(new ResourceRequirement("1", ResourceType.GPU, null)))
                .build();
        assertThat(Demand.of(definition, override(null, null, one)).gpus()).isEqualTo(1);
        ContainerOverride silent = ContainerOverride.builder().name("app").build();
        assertThat(Demand.of(definition, override(null, null, silent)).gpus()).isEqualTo(2);
    }

    @Test
    void whatIsNoNumberOfGpusNeverFitsAndOtherAcceleratorsAreNone() {
        assertThat(gpus("ALL", ResourceType.GPU)).isEqualTo(Integer.MAX_VALUE);
        assertThat(gpus("0.5", ResourceType.GPU)).isEqualTo(Integer.MAX_VALUE);
        assertThat(gpus("999999999", ResourceType.GPU)).isEqualTo(999_999_999);
        assertThat(gpus("eia", ResourceType.INFERENCE_ACCELERATOR)).isZero();
    }

    private static int gpus(String value, ResourceType type) {
        return of(definition(container("app")
                        .resourceRequirements(List.of(new ResourceRequirement(value, type, null)))
                        .build()))
                .gpus();
    }

    @Test
    void attributesThatAreRequiredAreThoseOfTheDefinition() {
        ContainerDefinition app = container("app").build();
        assertThat(of(definition(app)).attributes()).isEmpty();
        Attribute ssd = new Attribute("disk", "ssd", null, null);
        assertThat(of(definition(app).requiresAttributes(List.of(ssd))).attributes())
                .containsExactly(ssd);
    }

    @Test
    void aMappingOfNoPortClaimsNone() {
        assertThat(ports(NetworkMode.HOST, PortMapping.builder().build(), PortMapping.of(80)))
                .containsExactly(new HostPort(TCP, 80));
    }
}
