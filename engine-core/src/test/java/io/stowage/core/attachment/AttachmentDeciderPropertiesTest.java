package io.stowage.core.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Attachment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Engines come, lead, register, claim and die, in any order, at two places. A claim may be made by what its engine knew long ago; but it is
 * made only of an engine that was dead then.
 */
class AttachmentDeciderPropertiesTest {

    private static final List<String> PLACES = List.of("here", "there");

    /** An engine, where it is, and whether it is dead. */
    private static final class Engine {
        final String id;
        final String place;
        boolean dead;

        Engine(String id, String place) {
            this.id = id;
            this.place = place;
        }
    }

    /** One instance and the engines around it. */
    private static final class Model {
        final List<Engine> engines = new ArrayList<>();
        final List<Claim> claims = new ArrayList<>();
        final Set<Long> epochs = new LinkedHashSet<>();

        @Nullable
        Attachment committed;

        @Nullable
        Engine leader;

        Engine start(String place) {
            Engine engine = new Engine("engine-" + engines.size(), place);
            engines.add(engine);
            return engine;
        }

        @Nullable
        Engine alive(Random random) {
            List<Engine> alive = engines.stream().filter(engine -> !engine.dead).toList();
            return alive.isEmpty() ? null : alive.get(random.nextInt(alive.size()));
        }

        Engine engine(String id) {
            return engines.stream()
                    .filter(engine -> engine.id.equals(id))
                    .findFirst()
                    .orElseThrow();
        }

        void commit(@Nullable Attachment decided) {
            if (decided != null) {
                assertThat(epochs.add(decided.epoch())).as("each epoch once").isTrue();
                assertThat(committed == null || decided.epoch() > committed.epoch())
                        .isTrue();
                committed = decided;
            }
        }

        void lead(Engine engine) {
            leader = engine;
            commit(AttachmentDecider.led("one", committed, engine.id));
        }
    }

    @Property(tries = 2000)
    void anInstanceIsAlwaysWithAnEngineThatReachesItAndNeverTakenFromOneThatLives(
            @ForAll Random random, @ForAll boolean isLocal) {
        Model model = new Model();
        model.lead(model.start("here"));
        for (int step = 0; step < 60; step++) {
            step(model, random, isLocal);
            holds(model, isLocal);
        }
        settles(model, isLocal);
    }

    private static void step(Model model, Random random, boolean isLocal) {
        Engine engine = model.alive(random);
        if (engine == null || random.nextInt(6) == 0) {
            engine = model.start(PLACES.get(random.nextInt(2)));
        }
        switch (random.nextInt(5)) {
            case 0 -> engine.dead = true;
            case 1 -> model.lead(engine);
            case 2 -> register(model, engine, isLocal);
            case 3 -> claim(model, engine);
            default -> decide(model, random);
        }
    }

    /** An instance doesn't turn from one place to another: that would be another instance. */
    private static void register(Model model, Engine engine, boolean isLocal) {
        Attachment known = model.committed;
        boolean elsewhere = isLocal && known != null && known.local() && !engine.place.equals(known.place());
        if (!elsewhere) {
            model.commit(AttachmentDecider.registered(
                    "one", known, new Registrar(engine.id, isLocal ? engine.place : null)));
        }
    }

    private static void claim(Model model, Engine claimant) {
        Attachment known = model.committed;
        if (known != null && claimant.place.equals(known.place()) && model.engine(known.engineId()).dead) {
            model.claims.add(new Claim("one", claimant.id, claimant.place, known.engineId(), known.epoch()));
        }
    }

    private static void decide(Model model, Random random) {
        if (!model.claims.isEmpty()) {
            Claim claim = model.claims.get(random.nextInt(model.claims.size()));
            Attachment before = Objects.requireNonNull(model.committed);
            Attachment decided =
                    AttachmentDecider.claimed(before, claim, model.leader == null ? null : model.leader.id);
            if (decided != null) {
                assertThat(model.engine(before.engineId()).dead).as("was gone").isTrue();
                assertThat(decided.engineId()).isEqualTo(claim.claimant());
            }
            model.commit(decided);
        }
    }

    private static void holds(Model model, boolean isLocal) {
        Attachment committed = model.committed;
        if (committed != null && committed.local()) {
            assertThat(isLocal).isTrue();
            assertThat(model.engine(committed.engineId()).place).isEqualTo(committed.place());
        }
    }

    /** A last engine at the place of the instance, which leads and asks, has it in the end. */
    private static void settles(Model model, boolean isLocal) {
        String place = model.committed != null && model.committed.local() ? model.committed.place() : "here";
        model.engines.forEach(engine -> engine.dead = true);
        Engine last = model.start(Objects.requireNonNull(place));
        model.lead(last);
        Attachment known = Objects.requireNonNull(model.committed);
        if (known.local()) {
            model.commit(AttachmentDecider.claimed(
                    known, new Claim("one", last.id, last.place, known.engineId(), known.epoch()), last.id));
        }
        assertThat(model.committed.engineId()).isEqualTo(last.id);
        assertThat(isLocal || !model.committed.local()).isTrue();
    }
}
