package io.stowage.samples.adopt;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An {@link EngineProcess} as its killer sees it. */
final class KilledEngine implements AutoCloseable {

    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;

    private KilledEngine(Process process) {
        this.process = process;
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns when it is there, which is before it leads. */
    static KilledEngine start(String store, Path directory, String... more) throws IOException {
        String log = directory.resolve("engine.log").toString();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dquickstart.log=" + log,
                "-Dlogback.configurationFile=io/stowage/samples/quickstart/logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                EngineProcess.class.getName(),
                store,
                directory.toString()));
        command.addAll(List.of(more));
        KilledEngine engine = new KilledEngine(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        engine.expect("up");
        return engine;
    }

    long pid() {
        return process.pid();
    }

    /** Gives an order and does not wait for the answer. */
    void order(String order) throws IOException {
        orders.write(order);
        orders.newLine();
        orders.flush();
    }

    /** Gives an order and waits until the engine has said that it is so. */
    void carryOut(String order, String answer) throws IOException {
        order(order);
        expect(answer);
    }

    void expect(String answer) throws IOException {
        String line = answers.readLine();
        if (!answer.equals(line)) {
            throw new IOException("the engine was to say \"" + answer + "\" and said \"" + line + "\"");
        }
    }

    /** The engine's answer to a question. */
    String ask(String question) throws IOException {
        order(question);
        return String.valueOf(answers.readLine());
    }

    /** Without a word: SIGKILL. Returns when it is gone. */
    void kill() throws InterruptedException {
        int unused = process.destroyForcibly().waitFor();
    }

    /** SIGSTOP, or SIGCONT: it stands still, and goes on as if nothing had been. */
    void signal(String signal) throws IOException, InterruptedException {
        int failed = new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (failed != 0) {
            throw new IOException("kill -" + signal + " " + process.pid() + " failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
