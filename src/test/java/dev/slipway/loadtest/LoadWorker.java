package dev.slipway.loadtest;

import dev.slipway.rollout.Rehearsal;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs load tests' ticks as a worker does. */
public final class LoadWorker {

  private static final int MOST = 100;

  private LoadWorker() {}

  /** Those that are due, and those that they make due at once. */
  public static void runDue(Rehearsal rehearsal) {
    JdbcClient jdbc = rehearsal.api().bean(JdbcClient.class);
    for (int i = 0; i < MOST; i++) {
      Optional<String> due =
          jdbc.sql(
                  """
                  select task_instance from scheduled_tasks
                  where task_name = 'load-test-tick' and execution_time <= ? limit 1
                  """)
              .param(Timestamp.from(rehearsal.simulator().clock().now()))
              .query(String.class)
              .optional();
      if (due.isEmpty()) return;
      String[] name = due.get().split("/", 2);
      rehearsal
          .api()
          .bean(RunLoadTest.class)
          .run(UUID.fromString(name[0]), Long.parseLong(name[1]));
      jdbc.sql("delete from scheduled_tasks where task_instance = ?").param(due.get()).update();
    }
  }
}
