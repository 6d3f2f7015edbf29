package io.stowage.runtime.process;

import static org.awaitility.Awaitility.await;

import io.stowage.model.ContainerDefinition;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.tck.ContainerRuntimeTck;
import io.stowage.testkit.tck.FollowsLogsTck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Real processes keep the contract of containers. */
class ProcessRuntimeContractTest extends ContainerRuntimeTck implements FollowsLogsTck {

    private static final String BREAK = "stowage-break";

    /** Its own words and environment as the kernel has them, and where it is. */
    private static final String REPORT = "/bin/cat /proc/$$/cmdline; printf '%s\\0' " + BREAK
            + "; /bin/cat /proc/$$/environ; printf '%s\\0' " + BREAK + "; pwd";

    private final TestHost host;

    ProcessRuntimeContractTest() throws IOException {
        this.host = new TestHost();
    }

    @Override
    protected void afterDisconnecting() throws Exception {
        host.close();
    }

    @Override
    protected ContainerRuntimeProvider provider() {
        return host.provider();
    }

    @Override
    protected RuntimeTarget target() {
        return new RuntimeTarget("default", "i-1", Map.of(), WorkloadPolicy.platformDefault());
    }

    private static ContainerDefinition program(String image, String... words) {
        return ContainerDefinition.builder()
                .name("app")
                .image(image)
                .command(List.of(words))
                .build();
    }

    @Override
    protected ContainerDefinition sleeping() {
        return program("/bin/sleep", "3607");
    }

    @Override
    protected ContainerDefinition deaf() {
        return program("/bin/sh", "-c", "trap '' TERM; echo deaf; exec sleep 3607");
    }

    @Override
    protected void awaitDeaf(ContainerRuntime runtime, String name) {
        await().atMost(patience()).until(() -> host.output(name).equals("deaf\n"));
    }

    @Override
    protected ContainerDefinition exiting(int exitCode) {
        return program("/bin/sh", "-c", "exit " + exitCode);
    }

    @Override
    protected ContainerDefinition reporting(List<String> words) {
        List<String> all = new ArrayList<>(List.of("-c", REPORT, "report"));
        all.addAll(words);
        return program("/bin/sh", all.toArray(String[]::new));
    }

    @Override
    protected Arrived arrived(ContainerRuntime runtime, String name) throws IOException {
        List<String> told = List.of(host.output(name).split("\0", -1));
        int environment = told.indexOf(BREAK) + 1;
        int directory = told.lastIndexOf(BREAK) + 1;
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : told.subList(environment, directory - 1)) {
            int equals = variable.indexOf('=');
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        int wordsOfShell = 4;
        return new Arrived(
                told.subList(wordsOfShell, environment - 1),
                variables,
                told.get(directory).strip());
    }

    @Override
    protected Check check(int exitCode) {
        return new Check(sleeping(), List.of("/bin/sh", "-c", "exit " + exitCode));
    }

    @Override
    protected Check hangingCheck() {
        return new Check(sleeping(), List.of("/bin/sleep", "3607"));
    }

    @Override
    protected String missingImage() {
        return "/bin/no-such-program";
    }

    @Override
    protected String workingDirectory() {
        return host.state.toString();
    }

    @Override
    public ContainerDefinition printing(List<String> lines) {
        List<String> all = new ArrayList<>(List.of("-c", "printf '%s\\n' \"$@\"", "print"));
        all.addAll(lines);
        return program("/bin/sh", all.toArray(String[]::new));
    }
}
