package dev.slipway.rollout;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import dev.slipway.cloud.CloudClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The deployments' ticks, as one-time tasks in db-scheduler's table. A tick's name is {@code
 * <deployment>/<tick>}. A tick is stored in the caller's transaction, so a deployment's state and
 * its next tick are stored together or not at all. Each tick has a new name, since rescheduling a
 * task through the scheduler's own operations would commit that transaction.
 */
@Component
class Ticks {

  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("deployment-tick");

  private final ObjectProvider<SchedulerClient> scheduler;
  private final CloudClock clock;

  Ticks(ObjectProvider<SchedulerClient> scheduler, CloudClock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** The cloud time that ticks are counted in. */
  Instant now() {
    return clock.now();
  }

  /** Puts a deployment's next tick, due after some cloud time; inside the caller's transaction. */
  void schedule(Deployment deployment, Duration pause) {
    Instant due = clock.wallTimeOf(clock.now().plus(pause));
    SchedulerClient client = scheduler.getObject();
    client.scheduleIfNotExists(
        TASK.instance(deployment.id() + "/" + deployment.tick()).build(), due);
    if (pause.isZero()) lookSoonAfterCommit(client);
  }

  /**
   * Makes a deployment's next tick due now; inside the caller's transaction. A tick that runs at
   * this moment is left alone: it learns of the decision when it is stored.
   */
  void hurry(Deployment deployment) {
    SchedulerClient client = scheduler.getObject();
    try {
      client.reschedule(
          TASK.instanceId(deployment.id() + "/" + deployment.tick()),
          clock.wallTimeOf(clock.now()));
    } catch (TaskInstanceNotFoundException
        | TaskInstanceCurrentlyExecutingException
        // A process picked the tick between the library's look at its row and its change of the
        // row.
        | ExecutionException running) {
      return;
    }
    lookSoonAfterCommit(client);
  }

  private static void lookSoonAfterCommit(SchedulerClient client) {
    if (!(client instanceof com.github.kagkarlsson.scheduler.Scheduler running)) return;
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            running.triggerCheckForDueExecutions();
          }
        });
  }

  /** A tick's name taken apart. */
  record Name(UUID deployment, long tick) {

    static Name of(TaskInstanceId instance) {
      String[] parts = instance.getId().split("/", 2);
      return new Name(UUID.fromString(parts[0]), Long.parseLong(parts[1]));
    }
  }
}
