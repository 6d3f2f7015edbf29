package io.stowage.samples.rollingupdate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * What a task of the sample runs. It takes a moment for each request. On SIGTERM it goes on accepting for a while, for those who don't know
 * yet that it goes, and ends when it has answered what it accepted.
 */
final class PageServer {

    static final int CONTAINER_PORT = 8080;

    /** The variable that says with which status this revision answers. */
    static final String STATUS = "STATUS";

    /** What a shell runs to see whether the server is well: it answers with status 200. */
    static final String CHECK = "exec 3<>/dev/tcp/127.0.0.1/$PORT_" + CONTAINER_PORT
            + " && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]";

    private static final String PORT = "PORT_" + CONTAINER_PORT;
    private static final int BACKLOG = 512;
    private static final long WORK_MILLIS = 20;
    private static final long STILL_ACCEPTING_MILLIS = 2_000;
    private static final int FINISH_SECONDS = 3;

    private PageServer() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv(PORT));
        int status = Integer.parseInt(System.getenv(STATUS));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> answer(exchange, status));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server)));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            pause(WORK_MILLIS);
            byte[] page = "a page\n".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private static void end(HttpServer server) {
        pause(STILL_ACCEPTING_MILLIS);
        server.stop(FINISH_SECONDS);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
