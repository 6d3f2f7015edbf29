package io.stowage.samples.rollingupdate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a task of the sample runs. It takes a moment for each request. On SIGTERM it goes on as before, for those who don't know yet that it
 * goes and for what waits to be accepted, and ends when nobody has asked for anything for two seconds.
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
    private static final long LOOK_MILLIS = 100;
    /** Each look takes a moment of this process's time: on a machine that has much to do quiet lasts longer, and so does what waits. */
    private static final int QUIET_LOOKS = 20;

    private static final AtomicInteger UNDER_WAY = new AtomicInteger();
    private static final AtomicInteger ASKED = new AtomicInteger();

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
        ASKED.incrementAndGet();
        UNDER_WAY.incrementAndGet();
        try (exchange) {
            pause(WORK_MILLIS);
            byte[] page = "a page\n".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
        } finally {
            UNDER_WAY.decrementAndGet();
        }
    }

    private static void end(HttpServer server) {
        int asked = ASKED.get();
        for (int quiet = 0; quiet < QUIET_LOOKS; quiet++) {
            pause(LOOK_MILLIS);
            if (UNDER_WAY.get() > 0 || ASKED.get() != asked) {
                asked = ASKED.get();
                quiet = 0;
            }
        }
        server.stop(0);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
