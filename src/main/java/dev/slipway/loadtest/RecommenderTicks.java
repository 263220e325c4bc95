package dev.slipway.loadtest;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.slipway.base.Ids;
import dev.slipway.cloud.CloudClock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The due ticks of Recommender jobs, named and stored as {@link LoadTicks} are. A tick whose
 * process has died is taken up by another one, which looks for the job before it starts one.
 */
@Configuration(proxyBeanMethods = false)
class RecommenderTicks {

  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("recommender-job-tick");

  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(30);

  private final ObjectProvider<SchedulerClient> scheduler;
  private final CloudClock clock;

  RecommenderTicks(ObjectProvider<SchedulerClient> scheduler, CloudClock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  @Bean
  static Task<Void> recommenderJobTick(ObjectProvider<RunRecommenderJob> run) {
    return Tasks.oneTime(TASK)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_A_FAULT))
        .onDeadExecutionRevive()
        .execute((instance, context) -> {
          String[] name = instance.getId().split("/", 2);
          Ids.read(name[0]).ifPresent(id -> run.getObject().run(id, Long.parseLong(name[1])));
        });
  }

  /** Puts a job's next tick, due after some cloud time; inside the caller's transaction. */
  void schedule(RecommenderJob job, Duration pause) {
    scheduler
        .getObject()
        .scheduleIfNotExists(
            TASK.instance(job.id() + "/" + job.tick()).build(),
            clock.wallTimeOf(clock.now().plus(pause)));
  }
}
