package io.stowage.core.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.Patch;
import io.stowage.core.TaskDefinitionJson;
import io.stowage.spi.RuntimeDescription;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HonouredFieldsTest {

    private static final String APP = "/containerDefinitions/0";

    private static RuntimeDescription runtime(String... honoured) {
        return new RuntimeDescription("test", 1024, 1024, List.of(), List.of(), Set.of(honoured), List.of());
    }

    private static List<String> unsupported(Patch patch, RuntimeDescription... runtimes) {
        return HonouredFields.unsupported(TaskDefinitionJson.read(patch.json()).request(), List.of(runtimes));
    }

    private static List<String> warnings(String... places) {
        return Stream.of(places)
                .map(place -> place + " is kept but no runtime at hand honours it")
                .toList();
    }

    @Test
    void whatNoRuntimeActsOnIsNamedAtItsHighestPlace() {
        assertThat(unsupported(Patch.base(), runtime()))
                .containsExactlyElementsOf(warnings(
                        "networkMode", "containerDefinitions[0].portMappings", "containerDefinitions[0].healthCheck"));
    }

    @Test
    void oneRuntimeThatActsOnAFieldIsEnough() {
        assertThat(unsupported(
                        Patch.base(),
                        runtime("networkMode"),
                        runtime("containerDefinitions[].portMappings", "containerDefinitions[].healthCheck")))
                .isEmpty();
    }

    @Test
    void aPathHonoursWhatIsBelowItAndNothingBesideIt() {
        Patch patch = Patch.base()
                .remove("/networkMode")
                .remove(APP + "/portMappings")
                .set(
                        APP + "/linuxParameters",
                        "{\"maxSwap\": 0, \"tmpfs\": [{\"containerPath\": \"/t\", \"size\": 1}]}")
                .set(APP + "/dockerLabels", "{\"a.b\": \"c\"}");

        assertThat(unsupported(
                        patch,
                        runtime("containerDefinitions[].linuxParameters.tmpfs", "containerDefinitions[].health")))
                .containsExactlyElementsOf(warnings(
                        "containerDefinitions[0].linuxParameters.maxSwap",
                        "containerDefinitions[0].dockerLabels",
                        "containerDefinitions[0].healthCheck"));
        assertThat(unsupported(patch, runtime("containerDefinitions[]"))).isEmpty();
    }

    @Test
    void aPathMayLeadIntoAList() {
        assertThat(unsupported(
                        Patch.base(),
                        runtime(
                                "networkMode",
                                "containerDefinitions[].healthCheck",
                                "containerDefinitions[].portMappings[].containerPort",
                                "containerDefinitions[].portMappings[].hostPort")))
                .containsExactlyElementsOf(warnings(
                        "containerDefinitions[0].portMappings[0].protocol",
                        "containerDefinitions[0].portMappings[0].name"));
    }

    @Test
    void whatAsksForNothingIsNotNamed() {
        Patch patch = Patch.base()
                .remove("/networkMode")
                .remove(APP + "/portMappings")
                .remove(APP + "/healthCheck")
                .set("/containerDefinitions/1/dependsOn/0/condition", "\"START\"")
                .set(APP + "/privileged", "false")
                .set(APP + "/environment", "[]")
                .set(APP + "/logConfiguration", "null")
                .set(APP + "/dockerLabels", "{}");

        assertThat(unsupported(patch, runtime())).isEmpty();
        assertThat(unsupported(patch.set(APP + "/privileged", "true"), runtime()))
                .containsExactlyElementsOf(warnings("containerDefinitions[0].privileged"));
    }

    @Test
    void withoutARuntimeNothingIsKnown() {
        assertThat(unsupported(Patch.base())).isEmpty();
    }
}
