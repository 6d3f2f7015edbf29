package io.stowage.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.stowage.core.Patch;
import io.stowage.error.ClientException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are not the JSON of a registration: each is refused with its place, its value, the rule and advice. */
class BadTextTest {

    private static Arguments bad(String what, String json, String... fragments) {
        return arguments(what, json, fragments);
    }

    private static Arguments value(String pointer, String rawValue, String... fragments) {
        return bad(
                pointer + " = " + rawValue, Patch.base().set(pointer, rawValue).json(), fragments);
    }

    private static Arguments missing(String pointer, String... fragments) {
        return bad("no " + pointer, Patch.base().remove(pointer).json(), fragments);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                bad("empty", "", "The document is empty", "Give a JSON object"),
                bad("blank", " \n ", "The document is empty"),
                bad("no JSON", "family: web", "bad JSON", "line 1, column"),
                bad("unclosed", "{\"family\": \"web\",\n  \"cpu\": ", "cpu: bad JSON at line 2"),
                bad("comma at the end", "{\"family\": \"web\",}", "bad JSON", "line 1"),
                bad("comment", "{/* hi */\"family\": \"web\"}", "bad JSON"),
                bad("single quotes", "{'family': 'web'}", "bad JSON"),
                bad("not a number", "{\"cpu\": NaN}", "cpu: bad JSON"),
                bad("control character", "{\"family\": \"a\u0001\"}", "family: bad JSON"),
                bad("trailing object", Patch.base().json() + " {}", "Something follows the document", "exactly one"),
                bad("trailing garbage", Patch.base().json() + " x", "bad JSON"),
                bad("a list", "[]", "The document: a list is given, but an object is required"),
                bad("a string", "\"web\"", "The document: the string \"web\" is given"),
                bad("null", "null", "The document: null is given"),
                bad("twice", "{\"family\": \"a\", \"family\": \"b\"}", "family", "Duplicate", "line 1"),
                bad(
                        "twice below",
                        "{\"containerDefinitions\": [{\"name\": \"a\", \"cpu\": 1, \"cpu\": 2}]}",
                        "containerDefinitions[0].cpu",
                        "Duplicate"),
                bad("wrapped list", "{\"taskDefinition\": []}", "taskDefinition: a list is given, but an object"),
                bad(
                        "beside the wrapper",
                        "{\"taskDefinition\": {}, \"failures\": []}",
                        "failures: unknown field beside"),
                bad(
                        "tags twice",
                        "{\"taskDefinition\": {\"tags\": []}, \"tags\": []}",
                        "tags: tags are given twice",
                        "Remove one"),
                bad(
                        "wrapped and misspelt",
                        "{\"taskDefinition\": {\"famly\": \"a\"}}",
                        "taskDefinition.famly: unknown field",
                        "Did you mean 'family'?"),
                value("/famili", "1", "famili: unknown field", "Did you mean 'family'?"),
                value("/xyzzyxyzzy", "1", "xyzzyxyzzy: unknown field; a RegisterTaskDefinitionRequest has none"),
                value("/Family", "\"web\"", "Family: unknown field", "Did you mean 'family'?"),
                value(
                        "/containerDefinitions/0/portMappings/0/contianerPort",
                        "80",
                        "containerDefinitions[0].portMappings[0].contianerPort: unknown field; a PortMapping",
                        "Did you mean 'containerPort'?"),
                value(
                        "/containerDefinitions/1/dependsOn/0/container",
                        "\"app\"",
                        "containerDefinitions[1].dependsOn[0].container: unknown field"),
                value(
                        "/containerDefinitions/0/healthCheck/intervall",
                        "5",
                        "containerDefinitions[0].healthCheck.intervall",
                        "'interval'"),
                value(
                        "/containerDefinitions/0/cpu",
                        "\"80\"",
                        "containerDefinitions[0].cpu: the string \"80\" is given",
                        "an integer is required",
                        "Write 80, without quotes"),
                value(
                        "/containerDefinitions/0/cpu",
                        "1.5",
                        "containerDefinitions[0].cpu: the number 1.5",
                        "an integer"),
                value("/containerDefinitions/0/cpu", "256.0", "containerDefinitions[0].cpu", "an integer is required"),
                value("/containerDefinitions/0/cpu", "1e999999999", "containerDefinitions[0].cpu", "an integer"),
                value("/containerDefinitions/0/memory", "99999999999", "containerDefinitions[0].memory", "2147483647"),
                value("/containerDefinitions/0/memory", "true", "containerDefinitions[0].memory: the boolean true"),
                value("/containerDefinitions/0/memory", "{}", "containerDefinitions[0].memory: an object is given"),
                value(
                        "/containerDefinitions/0/essential",
                        "\"true\"",
                        "containerDefinitions[0].essential",
                        "a boolean is required",
                        "Write true, without quotes"),
                value("/containerDefinitions/0/essential", "1", "containerDefinitions[0].essential: the number 1"),
                value(
                        "/containerDefinitions/0/environmentFiles",
                        "[{\"type\": \"file\", \"value\": \"a.env\"}]",
                        "containerDefinitions[0].environmentFiles[0].type",
                        "\"file\"",
                        "s3"),
                value(
                        "/containerDefinitions/0/environmentFiles",
                        "[{\"type\": \"s3\"}]",
                        "containerDefinitions[0].environmentFiles[0].value"),
                value(
                        "/containerDefinitions/0/name",
                        "7",
                        "containerDefinitions[0].name: the number 7",
                        "a string is required",
                        "Write \"7\", with quotes"),
                value("/cpu", "512", "cpu: the number 512 is given", "Write \"512\", with quotes"),
                value("/memory", "1024", "memory: the number 1024 is given", "Write \"1024\", with quotes"),
                value(
                        "/containerDefinitions/0/command",
                        "\"ls\"",
                        "containerDefinitions[0].command: the string \"ls\"",
                        "a list is required",
                        "Put it in [ ]"),
                value("/containerDefinitions/0/command", "[\"ls\", null]", "containerDefinitions[0].command[1]: null"),
                value("/containerDefinitions/0/command", "[1]", "containerDefinitions[0].command[0]: the number 1"),
                value("/containerDefinitions/0/dockerLabels", "[]", "containerDefinitions[0].dockerLabels: a list"),
                value(
                        "/containerDefinitions/0/dockerLabels",
                        "{\"a\": 1}",
                        "containerDefinitions[0].dockerLabels.a: the number 1"),
                value(
                        "/containerDefinitions/0/dockerLabels",
                        "{\"a\": null}",
                        "containerDefinitions[0].dockerLabels.a: null is no value"),
                value("/containerDefinitions", "{}", "containerDefinitions: an object is given, but a list"),
                value("/containerDefinitions/0", "null", "containerDefinitions[0]: null is no element"),
                value("/containerDefinitions/0", "\"app\"", "containerDefinitions[0]: the string \"app\""),
                value(
                        "/networkMode",
                        "\"awsvpcs\"",
                        "networkMode: \"awsvpcs\" is no NetworkMode",
                        "awsvpc, bridge, host, none",
                        "Did you mean 'awsvpc'?"),
                value("/networkMode", "\"HOST\"", "networkMode: \"HOST\"", "Did you mean 'host'?"),
                value("/networkMode", "1", "networkMode: the number 1"),
                value("/requiresCompatibilities", "[\"fargate\"]", "requiresCompatibilities[0]", "'FARGATE'"),
                value(
                        "/containerDefinitions/1/dependsOn/0/condition",
                        "\"HEALTY\"",
                        "containerDefinitions[1].dependsOn[0].condition: \"HEALTY\"",
                        "Did you mean 'HEALTHY'?"),
                value(
                        "/containerDefinitions/0/portMappings/0/protocol",
                        "\"TCP\"",
                        "containerDefinitions[0].portMappings[0].protocol",
                        "Did you mean 'tcp'?"),
                missing("/family", "family: missing", "RegisterTaskDefinitionRequest needs it"),
                missing("/containerDefinitions", "containerDefinitions: missing"),
                missing("/containerDefinitions/0/name", "containerDefinitions[0].name: missing. A ContainerDefinition"),
                missing("/containerDefinitions/0/image", "containerDefinitions[0].image: missing"),
                missing("/containerDefinitions/0/healthCheck/command", "containerDefinitions[0].healthCheck.command"),
                missing("/containerDefinitions/1/dependsOn/0/condition", "dependsOn[0].condition: missing"),
                value("/containerDefinitions/0/name", "null", "containerDefinitions[0].name: missing"),
                value("/containerDefinitions/0/restartPolicy", "{}", "restartPolicy.enabled: missing"),
                value("/ephemeralStorage", "{}", "ephemeralStorage.sizeInGiB: missing"),
                value(
                        "/containerDefinitions/0/ulimits",
                        "[{\"name\": \"nofile\", \"softLimit\": 1}]",
                        "containerDefinitions[0].ulimits[0].hardLimit: missing"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isRefused(String what, String json, String[] fragments) {
        assertThatExceptionOfType(ClientException.class)
                .as(what)
                .isThrownBy(() -> EngineJson.readRegistration(json, ReadMode.STRICT))
                .satisfies(e -> assertThat(e).hasMessageContainingAll(fragments));
    }

    static Stream<Arguments> bombs() {
        String deepList = "[".repeat(500_000);
        String deepObject = "{\"a\":".repeat(150_000);
        String digits = "9".repeat(1_000);
        return Stream.of(
                bad("deep list", "{\"volumes\": " + deepList, "nesting depth", "32", "Make it smaller"),
                bad("deep object", deepObject, "nesting depth", "32"),
                bad("33 levels", "[".repeat(33) + "]".repeat(33), "nesting depth (33)"),
                bad("long number", "{\"cpu\": " + digits + "}", "Number value length (1000)", "Make it smaller"),
                bad("long name", "{\"" + "a".repeat(900_000) + "\": 1}", "Name", "Make it smaller"),
                bad("long string", "{\"family\": \"" + "a".repeat(900_000) + "\"}", "String", "Make it smaller"),
                bad("10 MB string", "{\"family\": \"" + "a".repeat(10_000_000) + "\"}", "characters; at most 1048576"),
                bad("10 MB of space", " ".repeat(10_000_000) + "{}", "characters; at most 1048576"),
                bad(
                        "over 64 KiB",
                        Patch.base()
                                .set("/containerDefinitions/0/command", "[\"" + "a".repeat(65_536) + "\"]")
                                .json(),
                        "at most 65536 (64 KiB) are allowed"),
                bad(
                        "many elements",
                        Patch.base()
                                .set("/containerDefinitions/0/command", "[" + "\"a\",".repeat(100_000) + "\"a\"]")
                                .json(),
                        "64 KiB"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void aBombIsRefusedAtOnce(String what, String json, String[] fragments) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> isRefused(what, json, fragments));
    }

    @Test
    void thirtyTwoLevelsAreRead() {
        String json = "[".repeat(32) + "]".repeat(32);

        isRefused("a list, but not too deep", json, new String[] {"The document: a list is given"});
    }

    @Test
    void spaceDoesNotCountAgainstTheSizeOfADefinition() {
        String json = Patch.base().json() + " ".repeat(100_000);

        assertThat(EngineJson.readRegistration(json, ReadMode.STRICT).value().family())
                .isEqualTo("web");
    }

    @Test
    void leniencyTurnsUnknownFieldsIntoWarningsAndNothingElse() {
        Patch patch = Patch.base().set("/famili", "1").set("/containerDefinitions/0/x", "{\"deep\": [1]}");

        Reading<?> reading = EngineJson.readRegistration(patch.json(), ReadMode.LENIENT);

        assertThat(reading.value())
                .isEqualTo(EngineJson.readRegistration(Patch.base().json(), ReadMode.STRICT)
                        .value());
        assertThat(reading.warnings()).hasSize(2).allMatch(warning -> warning.endsWith("Dropped."));
        assertThat(reading.warnings().get(0)).contains("containerDefinitions[0].x: unknown field");
        assertThat(reading.warnings().get(1)).contains("famili: unknown field", "'family'");
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> EngineJson.readRegistration(
                        patch.set("/containerDefinitions/0/cpu", "\"1\"").json(), ReadMode.LENIENT));
    }
}
