package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import java.util.Map;

/** Handles a first release where AWS already has an endpoint of its name. */
final class UnknownEndpoint {

  private UnknownEndpoint() {}

  /**
   * The remark on that endpoint.
   *
   * @param tags the live endpoint's
   * @throws Refused {@code name-taken} where it does not carry this endpoint's mark
   */
  static Remark check(Endpoint endpoint, LiveEndpoint live, Map<String, String> tags) {
    String there = "SageMaker has an endpoint " + live.name() + " (" + live.rawStatus() + ")";
    if (!endpoint.name().equals(tags.get(Marks.ENDPOINT))) {
      throw new Refused(
          "name-taken",
          there
              + " already, and Slipway did not make it: it does not carry "
              + Marks.ENDPOINT
              + "="
              + endpoint.name()
              + ". Import it (POST /v1/endpoint-imports) and claim it to deploy to it, delete it if"
              + " nobody needs it, or give the model or the environment another name.");
    }
    return new Remark(
        Severity.WARNING,
        "endpoint-serves-nothing-on-record",
        there
            + " with Slipway's mark, of which no release serves on record. Only what is on record"
            + " is ever updated or deleted: where no deployment of this endpoint made it, this one"
            + " ends before it changes anything.",
        "If it serves somebody, import it (POST /v1/endpoint-imports); if not, delete it.");
  }
}
