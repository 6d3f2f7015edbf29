package io.stowage.samples.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** What a task of the sample runs: an HTTP server that says which revision and which process it is. Ends on SIGTERM. */
final class HelloServer {

    private HelloServer() {}

    public static void main(String[] arguments) throws IOException {
        int port = HostPort.ofThisTask();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        byte[] answer = (System.getenv("ANSWER") + " from process "
                        + ProcessHandle.current().pid())
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> answer(exchange, answer));
        // Requests under way are answered before the process ends.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
        server.start();
        System.out.println("listening on port " + port);
    }

    private static void answer(HttpExchange exchange, byte[] answer) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
