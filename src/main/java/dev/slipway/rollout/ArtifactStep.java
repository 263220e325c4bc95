package dev.slipway.rollout;

import dev.slipway.cloud.Artifacts;
import dev.slipway.cloud.Artifacts.Artifact;
import dev.slipway.cloud.Artifacts.Copy;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The artifacts in the environment's own bucket: copied by S3 itself, under a key that names their
 * content, and looked at afterwards. A copy is never overwritten and never taken back: it may be of
 * use to others, and the next attempt finds it.
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
   * What was begun in parts and is not done would cost money for ever. Where another deployment is
   * copying to the same place, it goes on with those parts: it is the one to end them.
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
