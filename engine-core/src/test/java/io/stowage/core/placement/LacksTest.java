package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.TransportProtocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class LacksTest {

    private static final PlacementConstraint DISTINCT =
            new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null);

    private static Lack lack(Misfit misfit, String needed, String found) {
        return new Lack(misfit.reason(), needed, found);
    }

    private static PlacementRequest request(Demand demand, TaskRules rules, PlacementConstraint... constraints) {
        return new PlacementRequest("one", demand, 1, List.of(constraints), List.of(), false, rules);
    }

    private static List<Lack> lacks(Demand demand, FakeInstance instance) {
        return Lacks.of(request(demand, TaskRules.NONE), instance, Fits.misfits(demand, instance));
    }

    private static PlacementConstraint memberOf(String expression) {
        return new PlacementConstraint(PlacementConstraintType.MEMBER_OF, expression);
    }

    private static Demand ports(HostPort... ports) {
        return new Demand(0, 0, 0, List.of(ports));
    }

    private static Demand attributes(Attribute... attributes) {
        return new Demand(0, 0, 0, List.of(), List.of(attributes));
    }

    private static Attribute attribute(String name, String value) {
        return new Attribute(name, value, null, null);
    }

    @Test
    void allThatIsTooLittleIsNamed() {
        FakeInstance instance = new FakeInstance("a").left(10, 20).inactive().disconnected();
        instance.gpus = 1;
        assertThat(lacks(new Demand(11, 21, 2, List.of()), instance))
                .containsExactly(
                        lack(Misfit.INACTIVE, "an instance that is ACTIVE", "one that is not"),
                        lack(Misfit.AGENT, "a connected agent", "none"),
                        lack(Misfit.CPU, "11 CPU units", "10"),
                        lack(Misfit.MEMORY, "21 MiB", "20"),
                        lack(Misfit.GPU, "2 GPUs", "1"));
        assertThat(lacks(new Demand(10, 20, 1, List.of()), new FakeInstance("a").left(10, 19)))
                .containsExactly(lack(Misfit.MEMORY, "20 MiB", "19"), lack(Misfit.GPU, "1 GPUs", "0"));
    }

    @Test
    void theFirstPortThatIsTakenIsNamedWithItsProtocol() {
        HostPort tcp = new HostPort(TransportProtocol.TCP, 80);
        HostPort udp = new HostPort(TransportProtocol.UDP, 53);
        FakeInstance instance = new FakeInstance("a");
        instance.taken.add(udp);
        assertThat(lacks(ports(tcp, udp), instance))
                .containsExactly(lack(Misfit.PORT_TAKEN, "port 53/udp", "it is taken"));
        assertThat(lacks(ports(udp, tcp), new FakeInstance("a").taken(80)))
                .containsExactly(lack(Misfit.PORT_TAKEN, "port 80/tcp", "it is taken"));
        instance.taken.clear();
        instance.portReservations = 1;
        assertThat(lacks(ports(tcp, udp), instance))
                .containsExactly(lack(Misfit.TOO_MANY_PORTS, "2 ports to reserve", "1"));
    }

    @Test
    void theFirstAttributeThatIsMissingOrDifferentIsNamed() {
        FakeInstance instance = new FakeInstance("a").attribute("disk", "hdd");
        assertThat(lacks(attributes(attribute("disk", null), attribute("disk", "ssd")), instance))
                .containsExactly(lack(Misfit.ATTRIBUTE, "disk=ssd", "hdd"));
        assertThat(lacks(attributes(attribute("disk", "hdd"), attribute("rack", null)), instance))
                .containsExactly(lack(Misfit.ATTRIBUTE, "rack", "none"));
    }

    @Test
    void theConstraintsThatAreNotMetAreNamed() {
        PlacementRequest request =
                request(ports(), TaskRules.NONE, DISTINCT, memberOf("attribute:a == 1"), memberOf("attribute:b == 2"));
        FakeInstance instance = new FakeInstance("a").attribute("a", "1");
        assertThat(Lacks.of(request, instance, Misfit.NOT_DISTINCT.bit() | Misfit.NOT_MEMBER.bit()))
                .containsExactly(
                        lack(Misfit.NOT_DISTINCT, "no other task of its group", "one"),
                        lack(Misfit.NOT_MEMBER, "attribute:b == 2", "it is not met"));
    }

    /** The host application may answer differently when it is asked again. */
    @Test
    void whatAFilterSaysIsCutAndMayBeNothing() {
        for (int length : new int[] {499, 500, 501}) {
            TaskRules refuses = new TaskRules(List.of(instance -> "x".repeat(length)), List.of());
            assertThat(Lacks.of(request(ports(), refuses), new FakeInstance("a"), Misfit.REFUSED.bit()))
                    .containsExactly(lack(
                            Misfit.REFUSED, "every placement filter to allow it", "x".repeat(Math.min(500, length))));
        }
        assertThat(Lacks.of(request(ports(), TaskRules.NONE), new FakeInstance("a"), Misfit.REFUSED.bit()))
                .containsExactly(lack(Misfit.REFUSED, "every placement filter to allow it", ""));
    }
}
