package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.catalog.Samples;
import dev.slipway.environment.SmokeRules;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A model's samples as a deployment sends them. */
@Component
public class SmokeSamples {

  private final Samples samples;

  SmokeSamples(Samples samples) {
    this.samples = samples;
  }

  /** The sample of this id as it is now; empty when it was taken away meanwhile. */
  public Optional<SmokePayload> find(UUID id) {
    return samples.find(id).map(SmokePayload::new);
  }

  /**
   * The plan with the smoke test that its deployment makes.
   *
   * @throws Refused (422, {@value SmokePlan#NOTHING_TO_SEND}) when the model has no samples, and no
   *     evidence is to abort
   */
  Plan on(
      Plan plan,
      Endpoint endpoint,
      @Nullable Release serving,
      ReleaseSpec wanted,
      SmokeRules rules) {
    return SmokePlan.on(
        plan,
        endpoint,
        serving == null ? null : serving.spec(),
        wanted,
        rules,
        samples.of(endpoint.modelId()));
  }
}
