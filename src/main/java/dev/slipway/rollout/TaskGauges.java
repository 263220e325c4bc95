package dev.slipway.rollout;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.slipway.monitoring.ReadGauges;
import dev.slipway.monitoring.RecordedGauge;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The scheduler's tasks, of which ticks are one kind and each round another: whether a worker takes
 * them up, which the lag of those that begin cannot tell, and whether they end well.
 */
@Component
class TaskGauges implements ReadGauges {

  private static final RecordedGauge OVERDUE =
      RecordedGauge.seconds(
          "slipway.tasks.overdue",
          "How long the longest waiting task of this kind has been due without a worker taking it"
              + " up",
          "task");
  private static final RecordedGauge FAILURES =
      RecordedGauge.count(
          "slipway.tasks.failures",
          "How often in a row the task of this kind that fails most has failed; it is tried again",
          "task");

  private final JdbcClient jdbc;
  private final String[] tasks;

  /**
   * @param tasks all kinds there are
   */
  TaskGauges(JdbcClient jdbc, List<Task<?>> tasks) {
    this.jdbc = jdbc;
    this.tasks = tasks.stream().map(Task::getName).sorted().toArray(String[]::new);
  }

  /** {@inheritDoc} By the database's clock, which is the same for all who look. */
  @Override
  public List<RecordedGauge.Value> read() {
    List<RecordedGauge.Value> values = new ArrayList<>();
    jdbc.sql(
            """
            select t.task, coalesce(max(s.consecutive_failures), 0) as failures,
                   coalesce(extract(epoch from clock_timestamp() - min(s.execution_time)
                     filter (where not s.picked and s.execution_time < clock_timestamp())), 0)
                     as overdue
            from unnest(:tasks::text[]) as t (task)
            left join scheduled_tasks s on s.task_name = t.task
            group by t.task
            """)
        .param("tasks", tasks)
        .query(row -> {
          String task = row.getString("task");
          values.add(OVERDUE.value(row.getDouble("overdue"), task));
          values.add(FAILURES.value(row.getInt("failures"), task));
        });
    return values;
  }
}
