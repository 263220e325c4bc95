package dev.slipway.rollout;

import dev.slipway.endpoint.Plan;
import dev.slipway.endpoint.Releases;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
      @Nullable String reason,
      @Nullable String awsStatus,
      List<Fleet> fleets,
      @Nullable Integer release,
      @Nullable Integer previousRelease,
      int attempt,
      @Nullable Abort abort,
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
      Plan plan,
      String planHash,
      Instant createdAt,
      Instant stateSince,
      @Nullable Instant finishedAt) {}

  /** The API's form of a deployment. */
  public Answer of(Deployment deployment) {
    Progress progress = deployment.progress();
    return new Answer(
        deployment.id(),
        deployment.endpoint(),
        deployment.kind(),
        progress.state(),
        progress.step(),
        progress.waitingFor(),
        progress.reasonCode(),
        progress.reason(),
        progress.awsStatus(),
        progress.fleets(),
        number(deployment.releaseId()),
        number(deployment.previousReleaseId()),
        deployment.attempt(),
        deployment.abort(),
        Restore.seconds(deployment),
        deployment.compensates(),
        compensatedBy(deployment),
        deployment.memory().shortage() == null ? null : deployment.memory().shortage().previous(),
        retriedBy(deployment),
        SwapAnswer.of(deployment.swap()),
        deployment.memory().judgements().isEmpty() ? null : deployment.memory().judgements(),
        deployment.memory().smokeTest(),
        deployment.memory().diagnosis(),
        deployment.requestedBy(),
        deployment.requestedReason(),
        deployment.plan(),
        deployment.plan().hash(),
        deployment.createdAt(),
        progress.since(),
        progress.finishedAt());
  }

  private @Nullable UUID retriedBy(Deployment deployment) {
    return Shortage.CODE.equals(deployment.progress().reasonCode()) && deployment.state().terminal()
        ? deployments.retrying(deployment.id()).orElse(null)
        : null;
  }

  private @Nullable UUID compensatedBy(Deployment deployment) {
    return deployment.step() == StepName.COMPENSATE && deployment.state().terminal()
        ? deployments.compensating(deployment.id()).orElse(null)
        : null;
  }

  private @Nullable Integer number(@Nullable UUID release) {
    return release == null ? null : releases.withId(release).number();
  }
}
