package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a provider says before anything is launched. */
interface ProviderPropertyRules extends ProviderRules {

    @Test
    default void ip01_aProviderHasANameAndKeepsIt() throws Exception {
        ProviderUnderTest test = underTest();
        String name = test.provider().name();
        assertThat(name).matches("[a-z0-9][a-z0-9-]*");
        assertThat(test.provider().name()).isEqualTo(name);
        assertThat(test.connect().name()).isEqualTo(name);
    }

    @Test
    default void ip02_propertiesThatAreRightAreTakenForRight() {
        ProviderUnderTest test = underTest();
        assertThat(test.provider().check(test.cloud().properties())).isEmpty();
    }

    @Test
    default void ip03_propertiesThatAreWrongAreNamedNotThrown() {
        ProviderUnderTest test = underTest();
        Map<String, String> wrong = test.cloud().wrongProperties();
        List<String> said = test.provider().check(wrong);
        assertThat(said).isNotEmpty();
        assertThat(said).anyMatch(one -> wrong.keySet().stream().anyMatch(one::contains));
    }

    @Test
    default void ip04_propertiesAreCheckedWithoutTheCloud() {
        ProviderUnderTest test = underTest();
        test.cloud().failCalls(true);
        assertThat(test.provider().check(test.cloud().properties())).isEmpty();
        assertThat(test.provider().check(test.cloud().wrongProperties())).isNotEmpty();
    }

    @Test
    default void ip05_theTypesThatAreAskedForAreAnsweredAndNoOthers() {
        ProviderUnderTest test = underTest();
        String type = test.type();
        List<MachineType> types = types(test.provider(), List.of(type, "no-such-type"), test);
        assertThat(types).extracting(MachineType::name).containsExactly(type);
        MachineType only = types.get(0);
        assertThat(only.cpu()).as("CPU units, 1024 for each virtual CPU").isGreaterThanOrEqualTo(128);
        assertThat(only.memory()).as("MiB").isPositive();
        assertThat(only.attributes()).containsEntry("ecs.instance-type", type);
        if (!only.availabilityZones().isEmpty()) {
            assertThat(only.availabilityZones()).containsAll(test.cloud().availabilityZones());
        }
    }

    @Test
    default void ip06_whoAsksForNoTypeIsAnsweredAll() {
        ProviderUnderTest test = underTest();
        List<String> all = new ArrayList<>();
        types(test.provider(), List.of(), test).forEach(type -> all.add(type.name()));
        assertThat(all).containsAll(test.cloud().machineTypes()).doesNotHaveDuplicates();
    }

    private static List<MachineType> types(InstanceProvider provider, List<String> names, ProviderUnderTest test) {
        return provider.machineTypes(names, test.cloud().properties());
    }
}
