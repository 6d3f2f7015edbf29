package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CreateServiceRequest;
import io.stowage.DeleteServiceRequest;
import io.stowage.Engine;
import io.stowage.EnlistedOperations;
import io.stowage.RunTaskRequest;
import io.stowage.RunTaskResponse;
import io.stowage.StopTaskRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.Stowage;
import io.stowage.error.AccessDeniedException;
import io.stowage.error.ClientException;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.EcsException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.Service;
import io.stowage.model.Task;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a host application asks for in a transaction of its own, on real engines. */
@Timeout(120)
class EnlistedOperationsTest {

    private static final String WEB = """
            { "family": "web", "containerDefinitions": [{ "name": "main", "image": "web", "cpu": 16, "memory": 16 }] }""";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    enum Kind {
        H2,
        POSTGRESQL
    }

    private DataSource database;
    private Connection resident;
    private JdbcStateStore store;
    private final List<Engine> engines = new ArrayList<>();
    private final ExecutorService hosts = Executors.newCachedThreadPool();

    private Engine open(Kind kind) throws SQLException {
        if (kind == Kind.H2) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:enlisted");
            database = h2;
        } else {
            database = Postgres.database();
        }
        resident = database.getConnection();
        JdbcStateStore.createTables(database);
        store = JdbcStateStore.open(database);
        try (Statement statement = resident.createStatement()) {
            statement.execute("CREATE TABLE orders (request varchar(64) PRIMARY KEY)");
        }
        Engine engine = start("a");
        engine.clusters().create("harbour");
        engine.taskDefinitions().register(WEB);
        return engine;
    }

    private Engine start(String name) {
        Engine engine = Stowage.engine().name(name).store(store).build();
        engines.add(engine);
        return engine;
    }

    @AfterEach
    void close() throws SQLException {
        hosts.shutdownNow();
        engines.forEach(Engine::close);
        store.close();
        resident.close();
    }

    /** A transaction of the host application: yields what the work does. */
    private <T> T transaction(boolean commits, Work<T> work) throws Exception {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            T result = work.in(connection);
            if (commits) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return result;
        }
    }

    private interface Work<T> {
        T in(Connection connection) throws Exception;
    }

    /** An order, and the service that it needs. */
    private static String order(Engine engine, Connection connection, CreateServiceRequest service)
            throws SQLException {
        String request = engine.enlistedIn(JdbcTransaction.of(connection)).createService(service);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO orders (request) VALUES ('" + request + "')");
        }
        return request;
    }

    private static CreateServiceRequest service(String name) {
        return CreateServiceRequest.builder()
                .cluster("harbour")
                .serviceName(name)
                .taskDefinition("web")
                .desiredCount(0)
                .build();
    }

    private static <T extends Record> T answer(Engine engine, String request, Class<T> type) {
        return engine.awaitEnlistedAnswer("harbour", request, type, LONG_ENOUGH).orElseThrow();
    }

    private static <T extends Throwable> void refused(Engine engine, String request, Class<T> by) {
        assertThatThrownBy(() -> engine.awaitEnlistedAnswer("harbour", request, Service.class, LONG_ENOUGH))
                .isInstanceOf(by);
    }

    private List<String> rows(String column, String table) throws SQLException {
        try (Statement statement = resident.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + column + " FROM " + table)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCommittedIsCarriedOutAndNothingBefore(Kind kind) throws Exception {
        Engine engine = open(kind);
        String request = transaction(true, connection -> {
            String enlisted = order(engine, connection, service("shop"));
            // The engine goes on meanwhile, in the same cluster, and has committed: it waits for nobody's transaction.
            engine.services().create("harbour", "stall", "web", 0);
            engine.services()
                    .update(UpdateServiceRequest.builder()
                            .cluster("harbour")
                            .service("stall")
                            .desiredCount(1)
                            .build());
            assertThat(engine.services().list("harbour").serviceArns())
                    .singleElement()
                    .asString()
                    .endsWith("/stall");
            assertThat(engine.enlistedAnswer("harbour", enlisted, Service.class))
                    .isEmpty();
            return enlisted;
        });
        assertThat(answer(engine, request, Service.class).serviceName()).isEqualTo("shop");
        assertThat(engine.services().list("harbour").serviceArns()).hasSize(2);
        assertThat(rows("request", "orders")).containsExactly(request);
        assertThat(rows("id", "stowage_enlisted")).isEmpty();
        assertThatThrownBy(() -> engine.enlistedAnswer("harbour", request, Task.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRolledBackNeverIs(Kind kind) throws Exception {
        Engine engine = open(kind);
        String never = transaction(false, connection -> order(engine, connection, service("shop")));
        String request = transaction(true, connection -> order(engine, connection, service("stall")));
        answer(engine, request, Service.class);
        assertThat(engine.enlistedAnswer("harbour", never, Service.class)).isEmpty();
        assertThat(engine.awaitEnlistedAnswer("harbour", never, Service.class, Duration.ofMillis(10)))
                .isEmpty();
        assertThat(engine.services().list("harbour").serviceArns()).hasSize(1);
        assertThat(rows("request", "orders")).containsExactly(request);
    }

    @ParameterizedTest
    @EnumSource
    void operationsOfATransactionAreCarriedOutInTheirOrder(Kind kind) throws Exception {
        Engine engine = open(kind);
        List<String> requests = transaction(true, connection -> {
            EnlistedOperations enlisted = engine.enlistedIn(JdbcTransaction.of(connection));
            List<String> asked = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                asked.add(enlisted.createService(service("shop-" + i)));
                asked.add(enlisted.updateService(UpdateServiceRequest.builder()
                        .cluster("harbour")
                        .service("shop-" + i)
                        .desiredCount(3)
                        .build()));
                asked.add(enlisted.deleteService(new DeleteServiceRequest("harbour", "shop-" + i, true)));
            }
            return asked;
        });
        for (String request : requests) {
            assertThat(answer(engine, request, Service.class).serviceName()).startsWith("shop-");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCommittedWhileNoEngineRunsIsCarriedOutByTheNext(Kind kind) throws Exception {
        Engine engine = open(kind);
        List<String> requests = transaction(true, connection -> {
            EnlistedOperations enlisted = engine.enlistedIn(JdbcTransaction.of(connection));
            String created = enlisted.createService(service("shop"));
            String updated = enlisted.updateService(UpdateServiceRequest.builder()
                    .cluster("harbour")
                    .service("shop")
                    .desiredCount(3)
                    .build());
            engine.close();
            return List.of(created, updated);
        });
        // One that is there for a moment moves it and gets no further, as if it crashed.
        store.changed(java.util.Map.of("registry", io.stowage.spi.Revision.NONE), Duration.ZERO);
        assertThat(rows("id", "stowage_enlisted")).isEmpty();
        Engine next = start("b");
        answer(next, requests.get(0), Service.class);
        assertThat(answer(next, requests.get(1), Service.class).desiredCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void severalHostApplicationsAndEnginesDoItAtOnce(Kind kind) throws Exception {
        Engine one = open(kind);
        Engine two = start("b");
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String name = "shop-" + i;
            for (Engine engine : List.of(one, two)) {
                work.add(() -> transaction(
                        true, connection -> order(engine, connection, service(name + "-" + engines.indexOf(engine)))));
            }
        }
        for (Future<String> request : hosts.invokeAll(work)) {
            answer(two, request.get(), Service.class);
            answer(one, request.get(), Service.class);
        }
        assertThat(one.services().list("harbour").serviceArns()).hasSize(20);
        assertThat(rows("request", "orders")).hasSize(20);
    }

    @ParameterizedTest
    @EnumSource
    void whatBreaksARuleIsRefusedBeforeAnythingIsWritten(Kind kind) throws Exception {
        Engine engine = open(kind);
        engine.clusters().create("gone");
        engine.clusters().delete("gone");
        transaction(true, connection -> {
            EnlistedOperations enlisted = engine.enlistedIn(JdbcTransaction.of(connection));
            assertThatThrownBy(() -> enlisted.createService(
                            service("shop").toBuilder().desiredCount(-1).build()))
                    .isInstanceOf(InvalidParameterException.class);
            assertThatThrownBy(() -> enlisted.createService(
                            service("shop").toBuilder().taskDefinition("none").build()))
                    .isInstanceOf(ClientException.class);
            assertThatThrownBy(() -> enlisted.createService(
                            service("shop").toBuilder().cluster("none").build()))
                    .isInstanceOf(ClusterNotFoundException.class);
            assertThatThrownBy(() -> enlisted.createService(
                            service("shop").toBuilder().cluster("gone").build()))
                    .isInstanceOf(ClusterNotFoundException.class);
            assertThatThrownBy(() -> enlisted.runTask(RunTaskRequest.builder()
                            .cluster("harbour")
                            .taskDefinition("web")
                            .count(11)
                            .build()))
                    .isInstanceOf(InvalidParameterException.class);
            assertThatThrownBy(() -> enlisted.stopTask(new StopTaskRequest("harbour", "task", "x".repeat(1025))))
                    .isInstanceOf(InvalidParameterException.class);
            return "";
        });
        assertThat(rows("id", "stowage_enlisted")).isEmpty();
        assertThatThrownBy(() -> engine.enlistedIn(JdbcTransaction.of(resident)).createService(service("shop")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("setAutoCommit(false)");
        assertThat(rows("id", "stowage_enlisted")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whoMayNotIsRefusedToo(Kind kind) throws Exception {
        open(kind);
        Engine strict = Stowage.engine()
                .name("strict")
                .store(store)
                .authorizer((principal, action, resource) ->
                        principal.equals("guest") ? Optional.of("guests look") : Optional.empty())
                .build();
        engines.add(strict);
        transaction(true, connection -> {
            assertThatThrownBy(() -> strict.withPrincipal("guest")
                            .enlistedIn(JdbcTransaction.of(connection))
                            .createService(service("shop")))
                    .isInstanceOf(AccessDeniedException.class);
            return "";
        });
        assertThat(rows("id", "stowage_enlisted")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatTurnsOutToBeWrongAfterTheCommitIsTold(Kind kind) throws Exception {
        Engine engine = open(kind);
        List<String> requests = transaction(true, connection -> {
            EnlistedOperations enlisted = engine.enlistedIn(JdbcTransaction.of(connection));
            return List.of(
                    enlisted.updateService(UpdateServiceRequest.builder()
                            .cluster("harbour")
                            .service("none")
                            .desiredCount(1)
                            .build()),
                    enlisted.stopTask(new StopTaskRequest("harbour", "none", null)),
                    enlisted.runTask(RunTaskRequest.builder()
                            .cluster("harbour")
                            .taskDefinition("web")
                            .build()));
        });
        refused(engine, requests.get(0), ServiceNotFoundException.class);
        refused(engine, requests.get(1), InvalidParameterException.class);
        RunTaskResponse nowhere = answer(engine, requests.get(2), RunTaskResponse.class);
        assertThat(nowhere.tasks()).isEmpty();
        assertThat(nowhere.failures()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aClientTokenIsKnownAgain(Kind kind) throws Exception {
        Engine engine = open(kind);
        CreateServiceRequest shop =
                service("shop").toBuilder().clientToken("order-1").build();
        String first = transaction(true, connection -> order(engine, connection, shop));
        String again = transaction(true, connection -> order(engine, connection, shop));
        String other = transaction(
                true,
                connection -> order(
                        engine,
                        connection,
                        shop.toBuilder().serviceName("stall").build()));
        Service made = answer(engine, first, Service.class);
        Service known = answer(engine, again, Service.class);
        assertThat(known.serviceArn()).isEqualTo(made.serviceArn());
        assertThat(known.createdAt()).isEqualTo(made.createdAt());
        refused(engine, other, EcsException.class);
        assertThat(engine.services().list("harbour").serviceArns()).hasSize(1);
    }
}
