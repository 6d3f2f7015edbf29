package io.stowage.runtime.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A socket before a daemon's, which does to the requests that go through it what it is told. Each request has a connection to the daemon of its
 * own. Thread-safe.
 */
public final class SocketProxy implements AutoCloseable {

    /** Any number of times. */
    private static final int ALWAYS = Integer.MAX_VALUE;

    private final Path directory;
    private final Path daemon;
    private final ServerSocketChannel server;
    private final ExecutorService threads = Executors.newCachedThreadPool(SocketProxy::thread);
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final Exchange.Surroundings surroundings = new Both();
    private final Set<Wire> swallowed = ConcurrentHashMap.newKeySet();

    private SocketProxy(Path daemon) throws IOException {
        this.daemon = daemon;
        this.directory = Files.createTempDirectory("stp").toRealPath();
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(directory.resolve("s")), 200);
        threads.execute(this::accept);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "socket-proxy");
        thread.setDaemon(true);
        return thread;
    }

    /** One before the daemon at {@code daemon}, which does nothing yet. */
    public static SocketProxy before(Path daemon) {
        try {
            return new SocketProxy(daemon);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fault for some requests; the first of several that fit is taken. */
    public static final class Rule {
        private final String method;
        private final Pattern path;
        private final Fault fault;
        private final AtomicInteger left;
        private final AtomicInteger hits = new AtomicInteger();

        private Rule(String method, String path, Fault fault, int times) {
            this.method = method;
            this.path = Pattern.compile("(?:/v[0-9.]+)?" + path);
            this.fault = fault;
            this.left = new AtomicInteger(times);
        }

        private boolean takes(Wire.Head request) {
            boolean fits = request.first().equals(method)
                    && path.matcher(request.second().split("\\?", 2)[0]).matches();
            if (!fits || left.getAndUpdate(n -> n == ALWAYS ? n : Math.max(0, n - 1)) == 0) {
                return false;
            }
            hits.incrementAndGet();
            return true;
        }

        /** How many requests it was for, up to now. */
        public int hits() {
            return hits.get();
        }
    }

    /** Does this to all requests of {@code method} whose path, without version and query, {@code path} matches. */
    public Rule when(String method, String path, Fault fault) {
        return add(new Rule(method, path, fault, ALWAYS));
    }

    /** Does this to the next such request, and to no later one. */
    public Rule next(String method, String path, Fault fault) {
        return add(new Rule(method, path, fault, 1));
    }

    private Rule add(Rule rule) {
        rules.add(rule);
        return rule;
    }

    /** Forgets all faults. What is swallowed by then is cut. */
    public void heal() {
        rules.clear();
        swallowed.forEach(SocketProxy::close);
    }

    /** Ends every connection there is; new ones are taken. */
    public void cutAll() {
        open.forEach(SocketProxy::close);
    }

    /** Method and path, with version and query, of every request until now. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many of the requests until now match. */
    public long count(String method, String path) {
        Rule rule = new Rule(method, path, new Fault.Cut(), ALWAYS);
        return requests.stream()
                .filter(each -> rule.takes(new Wire.Head(each + " HTTP/1.1\r\n\r\n")))
                .count();
    }

    /** Where it listens, as a host's address. */
    public String host() {
        return "unix://" + directory.resolve("s");
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                Wire client = track(new Wire(server.accept()));
                threads.execute(() -> serve(client));
            } catch (IOException | RuntimeException atTheEnd) {
                return;
            }
        }
    }

    private Wire track(Wire wire) {
        open.add(wire);
        return wire;
    }

    private void forget(Wire wire) {
        open.remove(wire);
        swallowed.remove(wire);
        close(wire);
    }

    private static void close(Wire wire) {
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Wire client) {
        try {
            boolean more = true;
            while (more) {
                Optional<Wire.Head> request = client.head();
                if (request.isEmpty()) {
                    return;
                }
                more = serve(client, request.get());
            }
        } catch (IOException | InterruptedException cut) {
            // The other side sees it as well.
        } finally {
            forget(client);
        }
    }

    /** Whether the connection is good for another request. */
    private boolean serve(Wire client, Wire.Head request) throws IOException, InterruptedException {
        requests.add(request.first() + " " + request.second());
        Optional<Fault> fault =
                rules.stream().filter(rule -> rule.takes(request)).findFirst().map(rule -> rule.fault);
        Exchange exchange = new Exchange(client, request, surroundings);
        try {
            return exchange.run(fault);
        } finally {
            exchange.connection().ifPresent(this::forget);
        }
    }

    private final class Both implements Exchange.Surroundings {
        @Override
        public Wire connect() throws IOException {
            return track(Wire.to(daemon));
        }

        @Override
        public void waitsInVain(Wire client) {
            swallowed.add(client);
        }

        @Override
        public void inThread(Runnable work) {
            threads.execute(work);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            cutAll();
            threads.shutdownNow();
            Files.deleteIfExists(directory.resolve("s"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
