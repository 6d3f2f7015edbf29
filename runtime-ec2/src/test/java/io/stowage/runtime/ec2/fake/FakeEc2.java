package io.stowage.runtime.ec2.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * EC2's Query API over HTTP, as far as the provider needs it, and stricter: unknown parameters, unknown filters, malformed ids and unsigned
 * requests are refused.
 *
 * <p>It keeps what EC2 promises (client tokens, filters with wildcards, pages, all or nothing of a termination) and does what EC2 may do: lag
 * behind, throttle, lack capacity, forget what is over for an hour, take spot instances back, let page tokens grow old. Time goes by as it is
 * told to, or as the clock does that it is given. Safe for use by several threads.
 */
public final class FakeEc2 implements AutoCloseable {

    private static final String VERSION = "2016-11-15";
    private static final int THREADS = 8;

    private final FakeRegion region;
    private final Map<String, FakeAction> actions = new TreeMap<>(Map.of(
            "RunInstances", new RunInstances(),
            "DescribeInstances", new DescribeInstances(),
            "TerminateInstances", new TerminateInstances(),
            "DescribeInstanceTypes", new DescribeInstanceTypes(),
            "DescribeInstanceTypeOfferings", new DescribeInstanceTypeOfferings(),
            "DescribeSpotInstanceRequests", new DescribeSpotInstanceRequests()));
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private final HttpServer server;
    private final ExecutorService threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Random chances = new Random(26);

    private volatile Function<String, FakeTrouble> trouble = action -> FakeTrouble.NONE;
    private int answers;

    /** One whose time stands still unless it is told to go by, with instances that take as long as real ones. */
    public FakeEc2() {
        this(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")), FakeInstance.BOOT, FakeInstance.SHUTTING_DOWN);
    }

    /**
     * One whose time goes by as a clock's.
     *
     * @param boot how long an instance is pending
     * @param shuttingDown how long one takes to be terminated
     */
    public FakeEc2(InstantSource clock, Duration boot, Duration shuttingDown) {
        region = new FakeRegion(clock, boot, shuttingDown);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "fake-ec2");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.prestartAllCoreThreads();
        threads = pool;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** What there is, and what is going to go wrong: for one who holds the {@link #withRegion lock}. */
    <T> T withRegion(Function<FakeRegion, T> deed) {
        synchronized (lock) {
            region.settle();
            return deed.apply(region);
        }
    }

    /** What goes wrong with the calls of each action from now on. */
    public void trouble(Function<String, FakeTrouble> ofAction) {
        trouble = ofAction;
    }

    /** Some calls in a million go wrong, by chance. */
    public void storm(int perMillion, FakeTrouble what) {
        trouble = action -> {
            synchronized (chances) {
                return chances.nextInt(1_000_000) < perMillion ? what : FakeTrouble.NONE;
            }
        };
    }

    /** The actions that were called, in order, whatever became of them. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public void letTimePass(Duration time) {
        synchronized (lock) {
            region.letTimePass(time);
        }
    }

    /** Every instance that was ever launched, by age, those included that EC2 wouldn't tell of any more. */
    public List<FakeMachine> machines() {
        return withRegion(region -> region.instances.values().stream()
                .map(instance -> instance.toMachine(region.time()))
                .toList());
    }

    /** The size of a type that there is. */
    public FakeType type(String name) {
        return withRegion(region -> region.types.get(name));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            FakeAnswer answer = answer(exchange, body);
            if (answer != null && answer.status() == FakeTrouble.NEVER) {
                closed.await();
                return;
            }
            if (answer == null) {
                // The connection breaks: whoever asked learns nothing.
                return;
            }
            byte[] bytes = answer.xml().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/xml;charset=UTF-8");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private record FakeAnswer(int status, String xml) {}

    private FakeAnswer answer(HttpExchange exchange, String body) {
        synchronized (lock) {
            answers++;
            String requestId = "00000000-0000-4000-8000-%012d".formatted(answers);
            try {
                QueryParameters parameters = QueryParameters.parse(body);
                String action = parameters.takeRequired("Action");
                requests.add(action);
                FakeTrouble now = trouble.apply(action);
                now.before();
                requireSound(exchange, parameters);
                String xml = carriedOut(action, parameters, requestId);
                return now == FakeTrouble.REPLY_LOST ? null : new FakeAnswer(200, xml);
            } catch (Ec2Error error) {
                return error.status() == 0 ? null : new FakeAnswer(error.status(), error.xml(requestId));
            }
        }
    }

    private static void requireSound(HttpExchange exchange, QueryParameters parameters) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        boolean isSigned = authorization != null
                && authorization.matches("AWS4-HMAC-SHA256 Credential=\\w+/\\d{8}/[a-z0-9-]+/ec2/aws4_request, .*");
        if (!exchange.getRequestMethod().equals("POST") || !isSigned) {
            throw new Ec2Error(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
        }
        String version = parameters.takeRequired("Version");
        if (!version.equals(VERSION)) {
            throw Ec2Error.client("NoSuchVersion", "The requested version (" + version + ") does not exist");
        }
    }

    private String carriedOut(String name, QueryParameters parameters, String requestId) {
        FakeAction action = actions.get(name);
        if (action == null) {
            throw Ec2Error.client("InvalidAction", "The action " + name + " is not valid for this web service.");
        }
        region.settle();
        Xml xml = Xml.answer(name, requestId);
        action.answer(parameters, region, xml);
        return xml.close(name + "Response").toString();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
