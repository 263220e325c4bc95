package dev.slipway.rollout;

import dev.slipway.cloud.Artifacts;
import dev.slipway.cloud.Artifacts.Artifact;
import dev.slipway.cloud.Artifacts.Copy;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Has S3 copy the artifacts to the environment's own bucket, under keys that name their content,
 * and looks at the copies afterwards. A copy is never overwritten and never taken back: others may
 * use it, and the next attempt finds it.
 */
@Component
class ArtifactStep implements Step {

  private final Deployments deployments;

  ArtifactStep(Deployments deployments) {
    this.deployments = deployments;
  }

  @Override
  public StepName name() {
    return StepName.ARTIFACT;
  }

  @Override
  public Outcome advance(StepContext context) {
    Artifacts artifacts = context.cloud().artifacts();
    for (Copy copy : context.memory().copying()) {
      Optional<Artifact> found = artifacts.find(copy.target());
      if (found.isEmpty()) {
        return new Outcome.Changed(artifacts.copyOn(copy), context.memory());
      }
      if (found.get().fingerprint().contradicts(copy.fingerprint())) {
        return new Outcome.Impossible(
            "artifact-copy-differs",
            "What is at "
                + copy.target()
                + " is not what "
                + copy.source()
                + " was: its size or checksum is another. It was not touched. Remove it, then"
                + " promote again.");
      }
    }
    return new Outcome.Done(
        "Every artifact is in the environment's store, with the size and checksums that were"
            + " expected.",
        context.memory());
  }

  /**
   * Abandons copies that were begun in parts and not completed: they would cost money for ever. A
   * copy that another deployment makes at the same place is left alone: that deployment goes on
   * with the same parts, and ends them.
   */
  @Override
  public Outcome undo(StepContext context) {
    Artifacts artifacts = context.cloud().artifacts();
    for (Copy copy : context.memory().copying()) {
      if (deployments.othersCopyTo(copy.target(), context.deployment().id())) continue;
      if (artifacts.find(copy.target()).isEmpty()) artifacts.abandon(copy);
    }
    return Step.super.undo(context);
  }
}
