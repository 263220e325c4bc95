package dev.slipway.loadtest;

import dev.slipway.base.Fact;
import dev.slipway.base.Json;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoints;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stores a Recommender job's next value with its record and its next tick, in one transaction. */
@Component
class StoreRecommenderJob {

  private final Endpoints endpoints;
  private final RecommenderJobs jobs;
  private final MeasurementTicks ticks;
  private final CloudClock clock;
  private final ApplicationEventPublisher events;

  StoreRecommenderJob(
      Endpoints endpoints,
      RecommenderJobs jobs,
      MeasurementTicks ticks,
      CloudClock clock,
      ApplicationEventPublisher events) {
    this.endpoints = endpoints;
    this.jobs = jobs;
    this.ticks = ticks;
    this.clock = clock;
    this.events = events;
  }

  /**
   * Puts a new job on record.
   *
   * @throws dev.slipway.base.Failure.Conflict when another job holds the endpoint's place
   */
  @Transactional
  void requested(RecommenderJob job) {
    endpoints.reserve(job.endpoint());
    jobs.active(job.endpointId()).ifPresent(PrepareRecommenderJob::refuseBeside);
    jobs.insert(job);
    tell(
        job,
        "recommender-job.requested",
        job.requestedBy(),
        "An Inference Recommender job for %s was asked for: %s."
            .formatted(job.endpoint(), job.requestedReason()),
        Map.of("settings", plain(job.settings())));
    ticks.schedule(job, Duration.ZERO);
  }

  /** Stores the job, and lets it go on after some cloud time. */
  @Transactional
  void goOn(RecommenderJob before, RecommenderJob next, Duration pause) {
    if (!jobs.store(next)) return;
    if (before.begunAt() == null && next.begunAt() != null) {
      tell(
          next,
          "recommender-job.begun",
          "slipway",
          "SageMaker has begun the Inference Recommender job %s for %s; instances run for it."
              .formatted(next.name(), next.endpoint()),
          Map.of());
    }
    ticks.schedule(next, pause);
  }

  /** Ends a job. */
  @Transactional
  void ended(RecommenderJob last) {
    if (!jobs.store(last)) return;
    RecommenderJob.Cancel cancel = last.state() == RecommenderState.CANCELED ? last.cancel() : null;
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("state", last.state().name());
    data.put("found", plain(last.found()));
    tell(
        last,
        "recommender-job.ended",
        cancel == null ? "slipway" : cancel.by(),
        "The Inference Recommender job for %s ended %s%s"
            .formatted(
                last.endpoint(), last.state(), cancel == null ? how(last) : ": " + cancel.reason()),
        data);
  }

  private static String how(RecommenderJob last) {
    if (last.reason() != null) return ": " + last.reason();
    if (last.found().isEmpty()) return " and recommends nothing.";
    return " with %d recommendations; the first is %s."
        .formatted(last.found().size(), last.found().getFirst().instanceType());
  }

  private void tell(
      RecommenderJob job, String type, String actor, String summary, Map<String, Object> more) {
    Map<String, Object> data = new LinkedHashMap<>(more);
    data.put("recommender_job", job.id().toString());
    data.put("job_name", job.name());
    data.put("release", job.release());
    events.publishEvent(
        new Fact("endpoint", job.endpoint(), type, actor, summary, null, data, clock.now()));
  }

  private static Object plain(Object value) {
    return Json.mapper().convertValue(value, Object.class);
  }
}
