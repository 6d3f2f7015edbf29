package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages for authors of plugins list each rule that is tried, once, in order, and no other. */
class RulesAreWrittenDownTest {

    private static final Pattern LISTED = Pattern.compile("^\\| ([A-Z]+-\\d+) \\| \\S.* \\|$", Pattern.MULTILINE);

    @ParameterizedTest
    @CsvSource({
        "writing-a-store.md, ST, io.stowage.testkit.tck.DurableStateStoreTck",
        "writing-a-runtime.md, RT, io.stowage.testkit.tck.LoggingRuntimeTck",
        "writing-an-instance-provider.md, IP, io.stowage.testkit.tck.SimulatedProviderContractTest"
    })
    void eachRuleIsListed(String page, String prefix, Class<?> tck) throws IOException {
        List<String> listed = LISTED.matcher(Files.readString(Path.of("..", "docs", page)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(TckRun.rulesOf(tck));
        for (int i = 0; i < listed.size(); i++) {
            assertThat(listed.get(i)).isEqualTo(prefix + "-" + (i + 1));
        }
    }
}
