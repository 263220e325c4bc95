package dev.slipway.rollout;

import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Releases;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives deployments the form in which the API shows them. */
@Component
public class DeploymentAnswers {

  private final Deployments deployments;
  private final Releases releases;

  DeploymentAnswers(Deployments deployments, Releases releases) {
    this.deployments = deployments;
    this.releases = releases;
  }

  /** The SageMaker endpoint that takes another one's place. */
  public record SwapAnswer(
      String from, String to, @Nullable Instant switchedAt, @Nullable Instant backAt) {

    static @Nullable SwapAnswer of(@Nullable Swap swap) {
      return swap == null
          ? null
          : new SwapAnswer(swap.from(), swap.to(), swap.switchedAt(), swap.backAt());
    }
  }

  /** A deployment as the API shows it. */
  public record Answer(
      UUID id,
      String endpoint,
      DeploymentKind kind,
      DeploymentState state,
      @Nullable StepName step,
      @Nullable String waitingFor,
      @Nullable String reasonCode,
      @Nullable String reasonPage,
      @Nullable String reason,
      @Nullable String awsStatus,
      @Nullable String endpointConfigName,
      List<Fleet> fleets,
      @Nullable Integer release,
      @Nullable Integer previousRelease,
      int attempt,
      @Nullable Abort abort,
      boolean cancelable,
      @Nullable Integer expectedRestoreSeconds,
      @Nullable UUID compensates,
      @Nullable UUID compensatedBy,
      @Nullable UUID retries,
      @Nullable UUID retriedBy,
      @Nullable SwapAnswer swap,
      @Nullable List<Judgement> judgements,
      @Nullable SmokeTest smokeTest,
      @Nullable Diagnosis diagnosis,
      String requestedBy,
      String requestedReason,
      @Nullable Plan plan,
      String planHash,
      Instant createdAt,
      Instant stateSince,
      @Nullable Instant finishedAt) {}

  /** The API's form of a deployment. */
  public Answer of(Deployment deployment) {
    return of(List.of(deployment), true).getFirst();
  }

  /**
   * The API's form of several deployments, without their plans. The number of queries does not grow
   * with the number of deployments.
   */
  List<Answer> of(List<Deployment> some) {
    return of(some, false);
  }

  private List<Answer> of(List<Deployment> some, boolean whole) {
    Surroundings surroundings =
        new Surroundings(
            releases.numbers(
                some.stream()
                    .flatMap(it -> Stream.of(it.releaseId(), it.previousReleaseId()))
                    .filter(Objects::nonNull)
                    .toList()),
            deployments.compensating(
                some.stream()
                    .filter(it -> it.step() == StepName.COMPENSATE && it.state().terminal())
                    .map(Deployment::id)
                    .toList()),
            deployments.retrying(
                some.stream()
                    .filter(it ->
                        Shortage.CODE.equals(it.progress().reasonCode()) && it.state().terminal())
                    .map(Deployment::id)
                    .toList()));
    return some.stream().map(it -> answer(it, whole, surroundings)).toList();
  }

  /**
   * What other rows say of deployments.
   *
   * @param numbers of releases, by their ids
   * @param compensatedBy by the ids of deployments, the deployments that took them back
   * @param retriedBy by the ids of deployments, the deployments that tried again
   */
  private record Surroundings(
      Map<UUID, Integer> numbers, Map<UUID, UUID> compensatedBy, Map<UUID, UUID> retriedBy) {

    @Nullable Integer number(@Nullable UUID release) {
      return release == null ? null : numbers.get(release);
    }
  }

  private static Answer answer(Deployment deployment, boolean whole, Surroundings surroundings) {
    Progress progress = deployment.progress();
    return new Answer(
        deployment.id(),
        deployment.endpoint(),
        deployment.kind(),
        progress.state(),
        progress.step(),
        progress.waitingFor(),
        progress.reasonCode(),
        progress.reasonPage().orElse(null),
        progress.reason(),
        progress.awsStatus(),
        deployment.memory().made().endpointConfigName(),
        progress.fleets(),
        surroundings.number(deployment.releaseId()),
        surroundings.number(deployment.previousReleaseId()),
        deployment.attempt(),
        deployment.abort(),
        AbortDeployment.cancelable(deployment),
        Restore.seconds(deployment),
        deployment.compensates(),
        surroundings.compensatedBy().get(deployment.id()),
        deployment.memory().shortage() == null ? null : deployment.memory().shortage().previous(),
        surroundings.retriedBy().get(deployment.id()),
        SwapAnswer.of(deployment.swap()),
        deployment.memory().judgements().isEmpty() ? null : deployment.memory().judgements(),
        deployment.memory().smokeTest(),
        deployment.memory().diagnosis(),
        deployment.requestedBy(),
        deployment.requestedReason(),
        whole ? deployment.plan() : null,
        deployment.keptPlan().hash(),
        deployment.createdAt(),
        progress.since(),
        progress.finishedAt());
  }
}
