package dev.slipway.loadtest;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Ids;
import dev.slipway.cloud.CloudClock;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Prices;
import dev.slipway.loadtest.PrepareRecommenderJob.Prepared;
import dev.slipway.loadtest.RecommenderJob.Cancel;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The requests of people for Recommender jobs: to plan, start and end one. */
@Component
class AskForRecommenderJob implements AskFor<RecommenderInput, RecommenderJob> {

  private final PrepareRecommenderJob prepare;
  private final RecommenderJobs jobs;
  private final StoreRecommenderJob store;
  private final Prices prices;
  private final CloudClock clock;

  AskForRecommenderJob(
      PrepareRecommenderJob prepare,
      RecommenderJobs jobs,
      StoreRecommenderJob store,
      Prices prices,
      CloudClock clock) {
    this.prepare = prepare;
    this.jobs = jobs;
    this.store = store;
    this.prices = prices;
    this.clock = clock;
  }

  @Override
  public RecommenderPlan plan(Endpoint endpoint, RecommenderInput input) {
    return RecommenderPlan.of(prepare.prepare(endpoint, input), prices);
  }

  @Override
  public RecommenderJob begin(Endpoint endpoint, RecommenderInput input, String by) {
    input.check();
    if (!endpoint.name().equals(input.confirm())) {
      throw Refused.field(
          "recommender-job-not-confirmed",
          "/confirm",
          "An Inference Recommender job starts instances that cost money. Confirm it with the endpoint's name: %s."
              .formatted(endpoint.name()));
    }
    Prepared prepared = prepare.prepare(endpoint, input);
    UUID id = Ids.next();
    RecommenderJob job =
        new RecommenderJob(
            id,
            endpoint.id(),
            endpoint.name(),
            prepared.target().release().id(),
            prepared.target().release().number(),
            RecommenderJob.name(endpoint.environment(), id),
            RecommenderState.QUEUED,
            prepared.settings(),
            List.of(),
            null,
            null,
            null,
            by,
            input.reason(),
            0,
            0,
            clock.now(),
            null,
            null);
    store.requested(job);
    return job;
  }

  /** Has a job end. Its next tick tells SageMaker. */
  @Override
  public RecommenderJob cancel(Endpoint endpoint, UUID id, String reason, String by) {
    RecommenderJob job = jobs.of(endpoint.id(), id);
    if (!job.state().active()) {
      throw new Conflict(
          "recommender-job-over",
          "The Inference Recommender job is " + job.state() + ".",
          "/v1/endpoints/" + endpoint.name() + "/recommender-jobs/" + id);
    }
    jobs.wantEnd(id, new Cancel(reason, by));
    return jobs.of(endpoint.id(), id);
  }
}
