package dev.slipway.loadtest;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.slipway.base.Ids;
import dev.slipway.cloud.CloudClock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.ObjLongConsumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The ticks of measurements in db-scheduler's table. As with deployments, a tick is named {@code
 * <measurement>/<tick>} and stored in the caller's transaction. When the process of a tick dies,
 * another process takes the tick up. It finds out what the first one had begun and does not begin
 * it again.
 */
@Configuration(proxyBeanMethods = false)
class MeasurementTicks {

  private static final TaskDescriptor<Void> LOAD_TEST = TaskDescriptor.of("load-test-tick");
  private static final TaskDescriptor<Void> RECOMMENDER_JOB =
      TaskDescriptor.of("recommender-job-tick");

  private final ObjectProvider<SchedulerClient> scheduler;
  private final CloudClock clock;

  MeasurementTicks(ObjectProvider<SchedulerClient> scheduler, CloudClock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  @Bean
  static Task<Void> loadTestTick(ObjectProvider<RunLoadTest> run) {
    return task(LOAD_TEST, Duration.ofSeconds(5), (id, tick) -> run.getObject().run(id, tick));
  }

  @Bean
  static Task<Void> recommenderJobTick(ObjectProvider<RunRecommenderJob> run) {
    return task(
        RECOMMENDER_JOB, Duration.ofSeconds(30), (id, tick) -> run.getObject().run(id, tick));
  }

  /** Puts a measurement's next tick, due after some cloud time; inside the caller's transaction. */
  void schedule(Measurement measurement, Duration pause) {
    TaskDescriptor<Void> task =
        switch (measurement) {
          case LoadTest _ -> LOAD_TEST;
          case RecommenderJob _ -> RECOMMENDER_JOB;
        };
    scheduler
        .getObject()
        .scheduleIfNotExists(
            task.instance(measurement.id() + "/" + measurement.tick()).build(),
            clock.wallTimeOf(clock.now().plus(pause)));
  }

  private static Task<Void> task(
      TaskDescriptor<Void> descriptor, Duration afterAFault, ObjLongConsumer<UUID> run) {
    return Tasks.oneTime(descriptor)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(afterAFault))
        .onDeadExecutionRevive()
        .execute((instance, context) -> {
          String[] name = instance.getId().split("/", 2);
          Ids.read(name[0]).ifPresent(id -> run.accept(id, Long.parseLong(name[1])));
        });
  }
}
