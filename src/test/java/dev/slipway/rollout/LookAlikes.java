package dev.slipway.rollout;

import dev.slipway.endpoint.Marks;
import java.util.Map;

/**
 * One of each in an endpoint's account, as like to the endpoint's own as can be: its names'
 * pattern, copies of its tags.
 */
record LookAlikes(AwsByHand aws, String endpoint) {

  /** The look-alike of the endpoint's role. */
  static String role(String endpoint) {
    return "slipway-" + endpoint + "-x";
  }

  /** All but what scales. */
  void make(String bucket) {
    MakeByHand make = aws.make().tagging(Marks.of(endpoint, 1));
    String role = make.role(role(endpoint));
    make.permitAll(role(endpoint));
    String model = endpoint + "-m-lookalike000";
    make.model(model, role, ArtifactsByHand.uri(bucket, "v1"));
    String config = endpoint + "-r1-a1-lookalik";
    make.config(config, "primary", model, "ml.c5.xlarge", 1);
    make.endpoint(endpoint + "-x", config);
    make.alarm(config + "-5xx-errors");
  }

  /** The look-alike of a scalable target, once the look-alike endpoint is there. */
  void scale() {
    aws.scaling().bound(endpoint + "-x", 1, 3, Map.of(Marks.ENDPOINT, endpoint));
  }
}
