package dev.slipway.loadtest;

import dev.slipway.rollout.Rehearsal;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs the ticks of load tests and Recommender jobs as a worker does. */
public final class LoadWorker {

  private static final int MOST = 100;

  private LoadWorker() {}

  /** Those that are due, and those that they make due at once. */
  public static void runDue(Rehearsal rehearsal) {
    RunLoadTest run = rehearsal.api().bean(RunLoadTest.class);
    runDue(rehearsal, "load-test-tick", run::run);
  }

  /** The same of Inference Recommender jobs. */
  public static void runDueJobs(Rehearsal rehearsal) {
    RunRecommenderJob run = rehearsal.api().bean(RunRecommenderJob.class);
    runDue(rehearsal, "recommender-job-tick", run::run);
  }

  private static void runDue(Rehearsal rehearsal, String task, BiConsumer<UUID, Long> run) {
    JdbcClient jdbc = rehearsal.api().bean(JdbcClient.class);
    for (int i = 0; i < MOST; i++) {
      Optional<String> due =
          jdbc.sql(
                  """
                  select task_instance from scheduled_tasks
                  where task_name = ? and execution_time <= ? limit 1
                  """)
              .params(task, Timestamp.from(rehearsal.simulator().clock().now()))
              .query(String.class)
              .optional();
      if (due.isEmpty()) return;
      String[] name = due.get().split("/", 2);
      run.accept(UUID.fromString(name[0]), Long.parseLong(name[1]));
      jdbc.sql("delete from scheduled_tasks where task_instance = ?").param(due.get()).update();
    }
  }
}
