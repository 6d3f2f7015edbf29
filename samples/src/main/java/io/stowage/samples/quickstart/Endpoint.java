package io.stowage.samples.quickstart;

import io.stowage.model.Container;
import io.stowage.model.NetworkBinding;
import io.stowage.model.Task;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Where a task is reached, as its container's {@code runtimeId} and {@code networkBindings} say.
 *
 * @param process the id of the operating system's process
 * @param port on this machine
 */
record Endpoint(long process, int port) {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** The endpoint of a task that runs: it has one container with one port. */
    static Endpoint of(Task task) {
        Container container = task.containers().get(0);
        NetworkBinding binding = container.networkBindings().get(0);
        Integer port = binding.hostPort();
        String process = container.runtimeId();
        if (port == null || process == null) {
            throw new IllegalStateException(
                    "Task " + task.taskArn() + " runs, but has hostPort " + port + " and runtimeId " + process + ".");
        }
        return new Endpoint(Long.parseLong(process), port);
    }

    /** Asks for the page. */
    String answer() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(TIMEOUT)
                .build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("port " + port + " answered with status " + response.statusCode());
        }
        return response.body();
    }

    @Override
    public String toString() {
        return "process " + process + ", port " + port;
    }
}
