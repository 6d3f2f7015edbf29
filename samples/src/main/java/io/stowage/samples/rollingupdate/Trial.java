package io.stowage.samples.rollingupdate;

import io.stowage.AwaitedDeployment;
import io.stowage.DeploymentResult;
import io.stowage.Endpoint;
import io.stowage.event.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The phases of a run, one after the other, under requests all the time. */
final class Trial {

    private static final long CALM_MILLIS = 5_000;

    private final Site site;
    private final Random random;
    private final List<Phase> phases = new ArrayList<>();
    private final Set<String> killed = new LinkedHashSet<>();
    private boolean rolledBack;

    /** What happens to the service in a phase. */
    @FunctionalInterface
    private interface Event {
        void happen() throws Exception;
    }

    Trial(Site site, Random random) {
        this.site = site;
        this.random = random;
    }

    /** Runs it, tells of it, and says whether all went well. */
    boolean run(int kills) throws Exception {
        site.createService();
        site.awaitSteady();
        try (Client client = new Client();
                Subscription watch =
                        site.engine().services().watchEndpoints(Site.CLUSTER, Site.SERVICE, client::follow)) {
            client.awaitEndpoints(Site.DESIRED_COUNT);
            phase(client, "nothing happens", () -> Thread.sleep(CALM_MILLIS));
            phase(client, "another revision is rolled out", this::rollOut);
            phase(client, "a broken one, and back", this::rollOutBroken);
            phase(client, "host-1 is drained", () -> site.drain("host-1"));
            phase(client, kills + " tasks are killed", () -> kill(client, kills));
        }
        System.out.println(json());
        return failuresOutsideKills() == 0 && rolledBack;
    }

    private void phase(Client client, String name, Event event) throws Exception {
        Phase phase = new Phase(name);
        phases.add(phase);
        client.begin(phase);
        event.happen();
        client.awaitEndpoints(Site.DESIRED_COUNT);
        client.end(phase);
        System.out.println(phase.summary());
    }

    private void rollOut() {
        AwaitedDeployment deployment = site.roll("200");
        if (deployment.result() != DeploymentResult.COMPLETED) {
            throw new IllegalStateException("The rollout came to " + deployment);
        }
        site.awaitSteady();
    }

    /** Its servers answer with an error, whoever asks: none of them may ever be asked but by its health check. */
    private void rollOutBroken() {
        AwaitedDeployment deployment = site.roll("500");
        rolledBack = deployment.result() == DeploymentResult.ROLLED_BACK;
        System.out.println("    " + deployment.deployment().statusReason());
        site.awaitSteady();
    }

    private void kill(Client client, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            List<Endpoint> serving = site.engine().services().endpoints(Site.CLUSTER, Site.SERVICE);
            String victim = serving.get(random.nextInt(serving.size())).taskArn();
            killed.add(victim);
            site.kill(victim);
            client.awaitEndpoints(Site.DESIRED_COUNT);
        }
    }

    private long failuresOutsideKills() {
        return phases.stream().mapToLong(phase -> phase.failuresBut(killed)).sum();
    }

    private String json() {
        return "{\"requests\":" + phases.stream().mapToInt(Phase::requests).sum()
                + ",\"failures\":" + phases.stream().mapToInt(Phase::failures).sum()
                + ",\"failuresOutsideKills\":" + failuresOutsideKills()
                + ",\"rolledBack\":" + rolledBack + "}";
    }
}
