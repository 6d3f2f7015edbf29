package io.stowage.runtime.docker.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An image registry on loopback, from which a Docker daemon pulls without being told to trust it. Thread-safe.
 */
public final class TestRegistry implements AutoCloseable {

    private static final int SMALL = 4096;
    private static final AtomicLong SEEDS = new AtomicLong(System.nanoTime());

    /** What it does instead of answering as it should. */
    public enum Trouble {
        NONE,
        /** Knows no such image. */
        NOT_FOUND,
        /** Denies the image to whoever asks. */
        DENIED,
        TOO_MANY_REQUESTS,
        SERVER_ERROR,
        /** Gives half of the image's own layer, and then nothing, until the trouble is over. */
        STALLED_LAYER,
        /** Gives a layer of the right length and other bytes. */
        WRONG_LAYER,
        /** Ends the connection in the middle of the layer, and begins anew when it is asked for the rest. */
        TRUNCATED_LAYER
    }

    private final HttpServer server;
    private final PlainFront front;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, RegistryImage> images = new ConcurrentHashMap<>();
    private final Map<String, RegistryImage> manifests = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Trouble trouble = Trouble.NONE;
    private volatile @Nullable String login;
    private volatile boolean repeats;
    private volatile CountDownLatch stalled = new CountDownLatch(0);

    private TestRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::handle);
        server.setExecutor(threads);
        server.start();
        front = new PlainFront(server.getAddress(), threads);
    }

    /** A registry without images. */
    public static TestRegistry start() {
        try {
            return new TestRegistry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has from now on an image that no daemon has, under this name; gives the name by which a daemon pulls it. */
    public String image(String name) {
        return image(name, SMALL);
    }

    /** Such an image with a layer of {@code bytes}. What had the name before can only be had by its digest. */
    public String image(String name, int bytes) {
        RegistryImage image = RegistryImage.with(SEEDS.incrementAndGet(), bytes);
        for (byte[] blob : List.of(image.config(), image.base(), image.own())) {
            blobs.put(RegistryImage.digest(blob), blob);
        }
        images.put(name, image);
        manifests.put(digest(name), image);
        return "localhost:" + front.port() + "/" + name + ":latest";
    }

    /** By which the image of this name is pulled, whatever its tag says later. */
    public String digest(String name) {
        return RegistryImage.digest(
                Objects.requireNonNull(images.get(name), name).manifest());
    }

    /** Makes trouble of this kind, and ends any other. */
    public void make(Trouble kind) {
        CountDownLatch before = stalled;
        stalled = new CountDownLatch(kind == Trouble.STALLED_LAYER ? 1 : 0);
        trouble = kind;
        before.countDown();
    }

    /** Asks everybody for this login. */
    public void requireLogin(String userName, String password) {
        byte[] both = (userName + ":" + password).getBytes(StandardCharsets.UTF_8);
        login = "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** Refuses every login, and repeats it in its answer: no registry should. */
    public void repeatLogins() {
        requireLogin("nobody", "nothing");
        repeats = true;
    }

    /** How many requests came for what has this in its path. */
    public long count(String part) {
        return requests.stream().filter(path -> path.contains(part)).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            if (!isLoggedIn(exchange.getRequestHeaders())) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
                refuse(
                        exchange,
                        401,
                        "UNAUTHORIZED",
                        "authentication required" + repeated(exchange.getRequestHeaders()));
            } else if (path.equals("/v2/")) {
                answer(exchange, "application/json", new byte[] {'{', '}'});
            } else if (path.contains("/manifests/")) {
                manifest(exchange, path);
            } else {
                blob(exchange, path.substring(path.lastIndexOf('/') + 1));
            }
        }
    }

    private boolean isLoggedIn(Headers headers) {
        String wanted = login;
        return wanted == null || wanted.equals(headers.getFirst("Authorization"));
    }

    private String repeated(Headers headers) {
        String sent = headers.getFirst("Authorization");
        if (!repeats || sent == null) {
            return "";
        }
        byte[] both = Base64.getDecoder().decode(sent.substring("Basic ".length()));
        return ": the login " + new String(both, StandardCharsets.UTF_8) + " (" + sent + ") is wrong";
    }

    private void manifest(HttpExchange exchange, String path) throws IOException {
        switch (trouble) {
            case DENIED -> refuse(exchange, 403, "DENIED", "requested access to the resource is denied");
            case TOO_MANY_REQUESTS -> refuse(exchange, 429, "TOOMANYREQUESTS", "You have reached your pull rate limit");
            case SERVER_ERROR -> refuse(exchange, 500, "UNKNOWN", "out of order");
            case NOT_FOUND -> refuse(exchange, 404, "MANIFEST_UNKNOWN", "manifest unknown");
            default -> {
                String reference = path.substring(path.lastIndexOf('/') + 1);
                RegistryImage image = reference.startsWith("sha256:")
                        ? manifests.get(reference)
                        : images.get(path.substring("/v2/".length(), path.indexOf("/manifests/")));
                if (image == null) {
                    refuse(exchange, 404, "NAME_UNKNOWN", "repository name not known to registry");
                } else {
                    String digest = RegistryImage.digest(image.manifest());
                    exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
                    answer(exchange, RegistryImage.MANIFEST_TYPE, image.manifest());
                }
            }
        }
    }

    private void blob(HttpExchange exchange, String digest) throws IOException {
        byte[] blob = blobs.get(digest);
        if (blob == null) {
            refuse(exchange, 404, "BLOB_UNKNOWN", "blob unknown to registry");
        } else if (isOwnLayer(blob)) {
            layer(exchange, blob);
        } else {
            answer(exchange, "application/octet-stream", blob);
        }
    }

    private boolean isOwnLayer(byte[] blob) {
        return images.values().stream().anyMatch(image -> Arrays.equals(image.own(), blob));
    }

    private void layer(HttpExchange exchange, byte[] layer) throws IOException {
        switch (trouble) {
            case WRONG_LAYER -> {
                byte[] other = layer.clone();
                other[other.length / 2] ^= 1;
                answer(exchange, "application/octet-stream", other);
            }
            case STALLED_LAYER, TRUNCATED_LAYER -> half(exchange, layer);
            default -> answer(exchange, "application/octet-stream", layer);
        }
    }

    private void half(HttpExchange exchange, byte[] layer) throws IOException {
        exchange.sendResponseHeaders(200, layer.length);
        OutputStream body = exchange.getResponseBody();
        body.write(layer, 0, layer.length / 2);
        body.flush();
        try {
            stalled.await();
        } catch (InterruptedException atTheEnd) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("the rest is not sent");
    }

    private static void refuse(HttpExchange exchange, int status, String code, String message) throws IOException {
        byte[] body = Fault.bytes("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, status, body);
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        send(exchange, 200, body);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        make(Trouble.NONE);
        front.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
