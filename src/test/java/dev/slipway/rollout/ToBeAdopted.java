package dev.slipway.rollout;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * An endpoint that is to become one of Slipway's; its role is a {@linkplain LookAlikes look-alike}.
 */
record ToBeAdopted(AwsByHand aws, String endpoint) {

  private static final String VARIANT = "AllTraffic";

  private String name() {
    return endpoint + "-own";
  }

  void make(String bucket) {
    MakeByHand make = aws.make();
    make.model(name(), make.role(LookAlikes.role(endpoint)), ArtifactsByHand.uri(bucket, "v1"));
    make.config(name(), VARIANT, name(), "ml.c5.xlarge", 2);
    make.endpoint(name(), name());
    for (String metric : List.of("Invocation5XXErrors", "Invocation4XXErrors")) {
      make.alarm(
          name() + "-" + metric,
          name(),
          VARIANT,
          alarm -> alarm.metricName(metric).statistic(Statistic.SUM));
    }
  }

  /** Scales it, once it is there. */
  void scale() {
    aws.scalingElsewhere().bound(name(), 1, 3);
    // Never carried out, so that its bounds cannot become the target's while it is adopted.
    aws.scalingElsewhere().once(name(), "sale", 2, 3);
  }
}
