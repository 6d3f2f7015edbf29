package io.stowage.runtime.docker;

import static org.awaitility.Awaitility.await;

import io.stowage.model.ContainerDefinition;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.FollowsLogs;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.tck.ContainerRuntimeTck;
import io.stowage.testkit.tck.FollowsLogsTck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Containers on a real daemon keep the contract. */
@NeedsDocker
class DockerRuntimeContractTest extends ContainerRuntimeTck implements FollowsLogsTck {

    private static final String BREAK = "stowage-break";

    /** Its own words and environment as the kernel has them, in hexadecimal digits so that lines are nothing special, and where it is. */
    private static final String REPORT = "{ cat /proc/$$/cmdline; printf '%s\\0' " + BREAK
            + "; cat /proc/$$/environ; printf '%s\\0' " + BREAK + "; pwd; } | busybox od -An -v -tx1";

    @Override
    protected ContainerRuntimeProvider provider() {
        return DockerRuntimeProvider.builder()
                .pullBehavior(PullBehavior.PREFER_CACHED)
                .conventions(Conventions.DEFAULT.withHolderImage(TestDaemon.IMAGE))
                .build();
    }

    @Override
    protected RuntimeTarget target() {
        return new RuntimeTarget(
                "default", "i-1", Map.of("host", TestDaemon.shared().host()), WorkloadPolicy.platformDefault());
    }

    private static ContainerDefinition program(String... words) {
        return ContainerDefinition.builder()
                .name("app")
                .image(TestDaemon.IMAGE)
                .command(List.of(words))
                .build();
    }

    @Override
    protected ContainerDefinition sleeping() {
        // As process 1 it would be deaf to a signal that it does not handle.
        return program("/bin/sh", "-c", "trap 'exit 143' TERM; sleep 3607 & wait $!");
    }

    @Override
    protected ContainerDefinition deaf() {
        return program("/bin/sh", "-c", "trap '' TERM; echo deaf; exec sleep 3607");
    }

    @Override
    protected void awaitDeaf(ContainerRuntime runtime, String name) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (var logs = ((FollowsLogs) runtime).followLogs(name, true, (error, line) -> lines.add(line))) {
            await().atMost(patience()).until(() -> lines.contains("deaf"));
        }
    }

    @Override
    protected ContainerDefinition exiting(int exitCode) {
        return program("/bin/sh", "-c", "exit " + exitCode);
    }

    @Override
    protected ContainerDefinition reporting(List<String> words) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", REPORT, "report"));
        all.addAll(words);
        return program(all.toArray(String[]::new));
    }

    @Override
    protected Arrived arrived(ContainerRuntime runtime, String name) throws ContainerRuntimeException {
        List<String> lines = new CopyOnWriteArrayList<>();
        String end = HexFormat.of().formatHex((BREAK + "\0").getBytes(StandardCharsets.UTF_8));
        try (var logs =
                ((FollowsLogs) runtime).followLogs(name, true, (error, line) -> lines.add(line.replace(" ", "")))) {
            await().atMost(patience()).until(() -> isWhole(String.join("", lines), end));
        }
        String text = new String(HexFormat.of().parseHex(String.join("", lines)), StandardCharsets.UTF_8);
        List<String> told = List.of(text.split("\0", -1));
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

    /** Both marks, and the end of the line with the directory. */
    private static boolean isWhole(String digits, String end) {
        return digits.lastIndexOf(end) > digits.indexOf(end) && digits.endsWith("0a") && digits.indexOf(end) >= 0;
    }

    @Override
    protected Check check(int exitCode) {
        return new Check(sleeping(), List.of("/bin/sh", "-c", "exit " + exitCode));
    }

    @Override
    protected Check hangingCheck() {
        return new Check(sleeping(), List.of("/bin/sleep", "3607"));
    }

    /** A registry where nobody listens. */
    @Override
    protected String missingImage() {
        return "127.0.0.1:1/stowage-tck/no-such-image";
    }

    @Override
    protected String workingDirectory() {
        return "/tmp";
    }

    @Override
    public ContainerDefinition printing(List<String> lines) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", "printf '%s\\n' \"$@\"", "print"));
        all.addAll(lines);
        return program(all.toArray(String[]::new));
    }
}
