package dev.slipway.loadtest;

import dev.slipway.catalog.Sample;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudFailure.Kind;
import dev.slipway.cloud.Network;
import dev.slipway.cloud.Recommender;
import dev.slipway.cloud.Recommender.Job;
import dev.slipway.cloud.Recommender.JobSpec;
import dev.slipway.endpoint.Marks;
import dev.slipway.endpoint.ReleaseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The worker: runs one tick of one Recommender job. It looks at SageMaker first and changes at most
 * one thing there. The job's name is on record before the job is started, so a process that repeats
 * a tick finds the job that another process has started.
 */
@Component
class RunRecommenderJob {

  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final RecommenderJobs jobs;
  private final StoreRecommenderJob store;
  private final Targets targets;
  private final CloudClock clock;

  RunRecommenderJob(
      RecommenderJobs jobs, StoreRecommenderJob store, Targets targets, CloudClock clock) {
    this.jobs = jobs;
    this.store = store;
    this.targets = targets;
    this.clock = clock;
  }

  /** Runs a tick, unless the job has moved on without it. */
  void run(UUID id, long tick) {
    Optional<RecommenderJob> found = jobs.find(id);
    if (found.isEmpty() || found.get().tick() != tick || !found.get().state().active()) return;
    RecommenderJob job = found.get();
    Target target = targets.of(job);
    try {
      goOn(job, target, target.cloud().recommender().find(job.name()));
    } catch (CloudFailure unheard) {
      wait(job, unheard);
    }
  }

  private void goOn(RecommenderJob job, Target target, Optional<Job> seen) {
    RecommenderJob known = seen.isPresent() ? job.begun(clock.now()) : job;
    switch (NextMove.of(job.state(), seen.orElse(null))) {
      case NextMove.Start() -> start(job, target);
      case NextMove.Stop() -> {
        target.cloud().recommender().stop(job.name());
        store.goOn(job, known.later(RecommenderState.STOPPING), PAUSE);
      }
      case NextMove.Wait(RecommenderState state) -> store.goOn(job, known.later(state), PAUSE);
      case NextMove.End(RecommenderState state, String reason) ->
          store.ended(
              known.ended(
                  state,
                  seen.map(Job::found).orElse(List.of()).stream()
                      .map(one -> RecommendedHosting.of(one, job.settings().safetyFactor()))
                      .toList(),
                  reason,
                  clock.now()));
    }
  }

  private void start(RecommenderJob job, Target target) {
    SortedMap<String, byte[]> bodies = new TreeMap<>();
    for (Sample sample : targets.samples(target.endpoint(), job.settings().samples())) {
      bodies.put(sample.name(), sample.body());
    }
    if (bodies.isEmpty()) {
      fail(job, "The samples that were to be sent are there no longer.");
      return;
    }
    try {
      target.cloud().recommender().start(spec(job, target, put(job, target.cloud(), bodies)));
    } catch (CloudFailure refused) {
      if (refused.passing() || refused.kind() == Kind.ALREADY_EXISTS) throw refused;
      fail(job, refused.text());
      return;
    }
    store.goOn(job, job.begun(clock.now()).later(RecommenderState.RUNNING), PAUSE);
  }

  private static String put(RecommenderJob job, Cloud cloud, SortedMap<String, byte[]> bodies) {
    SampleArchive archive = SampleArchive.of(bodies);
    String address = job.settings().payloadStore() + job.endpoint() + "/" + archive.name();
    cloud.deposits().put(address, "application/gzip", archive.bytes());
    return address;
  }

  private static JobSpec spec(RecommenderJob job, Target target, String archive) {
    RecommenderSettings settings = job.settings();
    ReleaseSpec release = target.release().spec();
    Network network = release.network();
    return new JobSpec(
        job.name(),
        "Slipway: release %d of %s".formatted(job.release(), job.endpoint()),
        settings.sagemakerModel(),
        settings.roleArn(),
        new Recommender.Samples(archive, settings.contentType()),
        new Recommender.Kin(
            settings.domain(), settings.task(), settings.framework(), settings.frameworkVersion()),
        settings.instanceTypes(),
        release.hosting().kmsKeyId(),
        network == null ? null : network.vpc(),
        Marks.of(job.endpoint(), job.release()));
  }

  /** Waits while SageMaker does not answer, for up to a day: the job may be running. */
  private void wait(RecommenderJob job, CloudFailure unheard) {
    String why = unheard.operation() + ": " + unheard.text();
    RecommenderJob next = job.unheard(why, clock.now());
    if (next.forsaken()) {
      fail(job, "SageMaker has not told for a day how the job stands; look there. " + why);
    } else {
      store.goOn(job, next, PAUSE);
    }
  }

  private void fail(RecommenderJob job, String reason) {
    store.ended(job.ended(RecommenderState.FAILED, List.of(), reason, clock.now()));
  }
}
