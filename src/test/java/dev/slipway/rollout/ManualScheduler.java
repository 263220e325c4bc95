package dev.slipway.rollout;

import dev.slipway.simulator.time.SimClock;
import dev.slipway.testing.ApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs ticks in place of db-scheduler: when they are due, one after another, in this thread. Time
 * stands still until it lets some pass.
 */
final class ManualScheduler {

  private static final Duration FRAME = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(3);

  private final SimClock clock;
  private final Supplier<ApiServer> api;

  /**
   * @param api the process that runs at the moment
   */
  ManualScheduler(SimClock clock, Supplier<ApiServer> api) {
    this.clock = clock;
    this.api = api;
  }

  /** Lets time pass until a deployment is in one of these states. */
  void until(UUID id, String... states) {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(LONGEST) < 0;
        passed = passed.plus(FRAME)) {
      runDue();
      if (List.of(states).contains(stored(id, "state"))) return;
      clock.advance(FRAME);
    }
    throw never(id);
  }

  /** Lets time pass, running every tick that comes due. */
  void advance(Duration time) {
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(FRAME)) {
      clock.advance(FRAME);
      runDue();
    }
  }

  /** Runs one tick as a worker would, whether it is due or not. */
  void tick(UUID deployment, long number) {
    api.get().bean(RunTick.class).run(deployment, number);
  }

  /** Runs the one tick that a deployment waits for, whether it is due or not. */
  void tick(UUID deployment) {
    tick(deployment, waitingFor(deployment));
  }

  /** The same some seconds after the last one. */
  void tickAgain(UUID deployment) {
    clock.advance(FRAME);
    tick(deployment);
  }

  /** The number of that tick. */
  long waitingFor(UUID deployment) {
    return Long.parseLong(stored(deployment, "tick::text"));
  }

  /** Runs the ticks that are due, and those that they make due at once. */
  void runDue() {
    JdbcClient jdbc = api.get().bean(JdbcClient.class);
    while (runOne(jdbc)) {
      // A tick may make another one due at once.
    }
  }

  /** Runs an update's ticks one by one until it has put on record what ran before it. */
  void untilTheEndpointWasLookedAt(UUID update) {
    JdbcClient jdbc = api.get().bean(JdbcClient.class);
    for (int i = 0; i < 1000; i++) {
      boolean looked =
          jdbc.sql("select memory ->> 'before' is not null from deployment where id = ?")
              .param(update)
              .query(Boolean.class)
              .single();
      if (looked) return;
      if (!runOne(jdbc)) clock.advance(FRAME);
    }
    throw never(update);
  }

  /** Runs a deployment's ticks one by one until it is in this step; "QUEUED" before the first. */
  void tickInto(UUID deployment, String step) {
    JdbcClient jdbc = api.get().bean(JdbcClient.class);
    for (int i = 0; i < 2000; i++) {
      String now = stored(deployment, "step");
      if (now.isEmpty() ? step.equals("QUEUED") || step.equals("PREFLIGHT") : now.equals(step)) {
        return;
      }
      if (!runOne(jdbc)) clock.advance(FRAME);
    }
    throw never(deployment);
  }

  /** Lets time pass until a deployment waits for this. */
  void untilWaitingFor(UUID deployment, String what) {
    for (int i = 0; i < 2000; i++) {
      runDue();
      if (stored(deployment, "waiting_for").contains(what)) return;
      clock.advance(FRAME);
    }
    throw never(deployment);
  }

  /** A column of a deployment, or the empty text: cheaper than to ask the API at every frame. */
  private String stored(UUID deployment, String column) {
    return api.get()
        .bean(JdbcClient.class)
        .sql("select coalesce(%s, '') from deployment where id = ?".formatted(column))
        .param(deployment)
        .query(String.class)
        .single();
  }

  private boolean runOne(JdbcClient jdbc) {
    Optional<String> due =
        jdbc.sql(
                """
                select task_instance from scheduled_tasks
                where task_name = 'deployment-tick' and execution_time <= ? limit 1
                """)
            .param(java.sql.Timestamp.from(clock.now()))
            .query((row, number) -> row.getString("task_instance"))
            .optional();
    due.ifPresent(name -> {
      String[] parts = name.split("/", 2);
      tick(UUID.fromString(parts[0]), Long.parseLong(parts[1]));
      jdbc.sql("delete from scheduled_tasks where task_instance = ?").param(name).update();
    });
    return due.isPresent();
  }

  private IllegalStateException never(UUID deployment) {
    return new IllegalStateException(
        "never: " + api.get().get("/v1/deployments/" + deployment).http().body());
  }
}
